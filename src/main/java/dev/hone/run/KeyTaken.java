package dev.hone.run;

/** A caller's key that has begun a run of something else; nothing was created. */
public final class KeyTaken extends RuntimeException {

  KeyTaken() {
    super("the key has begun another run");
  }
}

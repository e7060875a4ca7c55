package dev.hone.run.redis;

import dev.hone.run.Quota;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/** What the keys and channels are called. */
record Keys(String prefix) {

  /** Run → when its lease expires, in milliseconds of Redis' clock. */
  String leases() {
    return prefix + "leases";
  }

  /** Run → the fence of whoever has its lease. */
  String fences() {
    return prefix + "fences";
  }

  /** When any pod last reached Redis, and until when expired leases are left alone. */
  String pulse() {
    return prefix + "pulse";
  }

  /** Run → when it ended, in milliseconds. */
  String ended() {
    return prefix + "ended";
  }

  /** An owner's runs; all scores are 0, so that they are in the order of their ids. */
  String owner(String owner) {
    return prefix + "owner:" + owner;
  }

  /** An owner's runs that have not ended. */
  String open(String owner) {
    return prefix + "open:" + owner;
  }

  /** What the names of the counters of a window begin with; the owner follows. */
  String used(Quota quota, long window) {
    return prefix + "used:" + quota.name().toLowerCase(Locale.ROOT) + ":" + window + ":";
  }

  /** The run that an owner's key has begun, and a fingerprint of what was asked. */
  String once(String owner, String key) {
    return prefix + "once:" + owner + ":" + digest(key);
  }

  /** What a list needs of a run, and what the scripts must remember. */
  String hash(String run) {
    return prefix + "run:" + run;
  }

  /** A run's events. */
  String log(String run) {
    return prefix + "run:" + run + ":log";
  }

  String channel(String run) {
    return prefix + "news:" + run;
  }

  /** The run that a channel is of. */
  String runOf(String channel) {
    return channel.substring(prefix.length() + "news:".length());
  }

  /** Nothing is ever published here. */
  String silence() {
    return prefix + "silence";
  }

  /** Of one length and with no character that means something, whatever a caller's key is. */
  private static String digest(String key) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha.digest(key.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}

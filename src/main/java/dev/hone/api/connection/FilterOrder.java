package dev.hone.api.connection;

/**
 * The order in which a request passes what is registered for all of them: the highest number first.
 * Quarkus' own CORS filter is between {@link #PAGE_POLICY} and {@link #GATE}, and routes come after
 * all of these.
 */
public final class FilterOrder {

  /** Nothing may happen to a request before its connection knows of it. */
  public static final int WATCH = 3000;

  /** Whatever the answer will be, somebody must take it. */
  public static final int STALLED_STREAMS = 2990;

  /** Refusals have them too, so they come before all that refuses. */
  public static final int SECURITY_HEADERS = 2000;

  /** A server that is to stop refuses before anything else is looked at. */
  public static final int DRAIN = 1900;

  /** Whose page asks, before its body is looked at. */
  public static final int FOREIGN_PAGES = 1500;

  /** Before Quarkus sees an upgrade. */
  public static final int UPGRADES = 1400;

  /** Before any of a body is read. */
  public static final int BODY_LIMIT = 1000;

  /** Of the page alone. */
  public static final int PAGE_POLICY = 900;

  /**
   * Who asks: after CORS, so that refusals have its headers, and preflights, which can't show a
   * key, don't come here.
   */
  public static final int GATE = 150;

  /** How much one owner holds, once it is known who asks. */
  public static final int OWNER_CONNECTIONS = 145;

  /** Before any of a body is read, by somebody who may send one. */
  public static final int ENCODED_BODIES = 143;

  /** While the gate finds out who asks, nobody reads the body, so its time begins here. */
  public static final int BODY_CLOCK = 140;

  /** Preflights of other sites' pages have been answered by then. */
  public static final int OPTIONS = 130;

  private FilterOrder() {}
}

package dev.hone.run;

import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.Level;
import org.jboss.logmanager.Logger;

/**
 * Writes lines about one run into the log. The run's id is a field of the line itself ({@code
 * mdc.run} where lines are JSON): nothing is left on the thread, which many runs share.
 */
final class RunLines {

  private static final String FIELD = "run";

  private final Logger logger;
  private final String run;

  /**
   * @param logger the same for all runs: each that is made is a new one
   */
  RunLines(Logger logger, String run) {
    this.logger = logger;
    this.run = run;
  }

  /**
   * @param format as of {@link String#format}
   */
  void info(String format, Object... values) {
    say(Level.INFO, null, format, values);
  }

  void error(Throwable cause, String format, Object... values) {
    say(Level.ERROR, cause, format, values);
  }

  void say(Level level, String format, Object... values) {
    say(level, null, format, values);
  }

  private void say(Level level, Throwable cause, String format, Object... values) {
    if (!logger.isLoggable(level)) {
      return;
    }
    ExtLogRecord line =
        new ExtLogRecord(level, format, ExtLogRecord.FormatStyle.PRINTF, RunLines.class.getName());
    line.setParameters(values);
    line.setThrown(cause);
    line.putMdc(FIELD, run);
    logger.logRaw(line);
  }
}

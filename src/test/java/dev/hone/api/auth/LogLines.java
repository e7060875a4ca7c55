package dev.hone.api.auth;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jboss.logmanager.ExtLogRecord;

/** What a class or everybody logs, from the beginning to {@link #close}. */
public final class LogLines extends Handler implements AutoCloseable {

  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final Logger logger;

  LogLines(Class<?> logging) {
    this(logging.getName());
  }

  private LogLines(String name) {
    logger = Logger.getLogger(name);
    logger.addHandler(this);
  }

  public static LogLines ofAll() {
    return new LogLines("");
  }

  public List<String> all() {
    return lines;
  }

  @Override
  public void publish(LogRecord line) {
    lines.add(line.getLevel() + " " + ExtLogRecord.wrap(line).getFormattedMessage());
  }

  @Override
  public void flush() {}

  @Override
  public void close() {
    logger.removeHandler(this);
  }
}

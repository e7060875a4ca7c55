package dev.hone.run;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.vertx.core.Vertx;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;

/** Opens the run log that is configured. */
@ApplicationScoped
class RunLogs {

  /** Dropping old runs late costs nothing but their memory. */
  private static final Duration SWEEP = Duration.ofMinutes(1);

  private final RunLogConfig config;
  private final Vertx vertx;
  private Runnable close = () -> {};

  RunLogs(RunLogConfig config, Vertx vertx) {
    this.config = config;
    this.vertx = vertx;
  }

  @Produces
  @Singleton
  RunLog open() {
    return switch (config.store()) {
      case MEMORY -> memory();
      case FILE -> file();
    };
  }

  @PreDestroy
  void close() {
    close.run();
  }

  private RunLog memory() {
    MemoryRunLog log =
        new MemoryRunLog(Clock.systemUTC(), config.retention().age(), config.retention().runs());
    close = sweeping(log::sweep);
    return log;
  }

  private RunLog file() {
    FileRunLog log = openFolder();
    Runnable stop = sweeping(log::sweep);
    close =
        () -> {
          stop.run();
          log.close();
        };
    return log;
  }

  /** Where it can't, the process ends with that message alone. */
  private FileRunLog openFolder() {
    try {
      return FileRunLog.open(
          RunFolder.open(config.path(), config.sync()),
          Clock.systemUTC(),
          config.retention().age(),
          config.retention().runs());
    } catch (IllegalStateException e) {
      throw new ConfigurationException(e.getMessage());
    }
  }

  /**
   * @return stops it
   */
  private Runnable sweeping(Runnable sweep) {
    long timer = vertx.setPeriodic(SWEEP.toMillis(), ignored -> sweep.run());
    return () -> vertx.cancelTimer(timer);
  }
}

package dev.hone.run;

import dev.hone.run.local.FileRunLog;
import dev.hone.run.local.MemoryRunLog;
import dev.hone.run.redis.RedisRunLog;
import dev.hone.run.redis.RedisSettings;
import io.quarkus.arc.InjectableBean;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.runtime.configuration.MemorySize;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.time.Clock;
import java.time.Duration;

/** Opens the run log that is configured. */
@ApplicationScoped
class RunLogs {

  /** Dropping old runs late costs nothing but their memory. */
  private static final Duration SWEEP = Duration.ofMinutes(1);

  /** At the end the others get to know that they may go on with this pod's runs, if they can. */
  private static final Duration FAREWELL = Duration.ofSeconds(2);

  private final RunLogConfig config;
  private final RunsConfig runs;
  private final Vertx vertx;
  private final Instance<Redis> redis;
  private Runnable close = () -> {};
  private Ledger ledger;

  /**
   * @param redis asked for only if that is the store: else there may be none
   */
  RunLogs(RunLogConfig config, RunsConfig runs, Vertx vertx, Instance<Redis> redis) {
    this.config = config;
    this.runs = runs;
    this.vertx = vertx;
    this.redis = redis;
  }

  @Produces
  @Singleton
  RunLog open() {
    return switch (config.store()) {
      case MEMORY -> memory();
      case FILE -> file();
      case REDIS -> redis();
    };
  }

  /**
   * @param log beside which it lies
   */
  @Produces
  @Singleton
  Ledger ledger(RunLog log) {
    return ledger;
  }

  /** Last of all who hear of it, and before Quarkus takes the connections away. */
  void close(@Observes @Priority(Interceptor.Priority.PLATFORM_AFTER) ShutdownEvent stopping) {
    close();
  }

  /** Where the start has failed, nobody says that the server stops. */
  @PreDestroy
  void close() {
    Runnable once = close;
    close = () -> {};
    once.run();
  }

  private RunLog memory() {
    MemoryRunLog log =
        new MemoryRunLog(
            Clock.systemUTC(), config.retention().age(), config.retention().runs(), heapOfEnded());
    ledger = log.ledger();
    close = sweeping(log::sweep);
    return log;
  }

  private long heapOfEnded() {
    return config
        .retention()
        .memory()
        .map(MemorySize::asLongValue)
        .orElse(Runtime.getRuntime().maxMemory() / 4);
  }

  private RunLog file() {
    FileRunLog log = openFolder();
    ledger = log.ledger();
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
          config.path(),
          config.sync(),
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

  private RunLog redis() {
    RedisSettings settings =
        new RedisSettings(
            config.prefix(),
            runs.lease(),
            config.redis().timeout(),
            config.redis().patience(),
            config.retention().age(),
            config.retention().runs());
    RedisRunLog log = new RedisRunLog(vertx, client(), settings, Clock.systemUTC());
    ledger = log.ledger();
    close = () -> log.close().onFailure().recoverWithNull().await().atMost(FAREWELL);
    return log;
  }

  /** What stands for a client that has no hosts fails only once it is used, and then always. */
  private Redis client() {
    if (!((InjectableBean<Redis>) redis.getHandle().getBean()).isActive()) {
      throw new ConfigurationException(
          "hone.run-log.store is redis, which needs quarkus.redis.hosts");
    }
    return redis.get();
  }
}

package dev.hone.load;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/** Measures one scenario, prints its tables, and writes them as JSON. */
public final class Load {

  static final Path FOLDER = Path.of("target", "load");

  /** What a process opens beside its sockets. */
  private static final int OTHER_FILES = 500;

  private Load() {}

  /**
   * Ends with 1 if an event got lost or came twice, or a run failed; with 2 if it can't be measured
   * here.
   */
  public static void main(String[] args) throws IOException {
    try {
      System.exit(measure(String.join(" ", args)) ? 0 : 1);
    } catch (IllegalArgumentException | IllegalStateException e) {
      System.err.println(e.getMessage());
      System.exit(2);
    }
  }

  /**
   * @return whether no event got lost or came twice, and no run failed
   */
  static boolean measure(String asked) throws IOException {
    Plan plan = Plan.of(asked);
    checkFiles(plan);
    Files.createDirectories(FOLDER);
    Report report = new Report(plan);
    try (Site site = new Site(plan)) {
      plan.scenario().measure(site, report);
      report.faults(site.meter().faults());
    }
    report.write(FOLDER.resolve(plan.scenario().label() + ".json"));
    return report.isSound();
  }

  /** Of each watcher and each model call one end is here and the other in the server. */
  private static void checkFiles(Plan plan) {
    long sockets = plan.orZero("runs") * (1L + plan.orZero("sse") + plan.orZero("ws"));
    if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
        && unix.getMaxFileDescriptorCount() < sockets + OTHER_FILES) {
      throw new IllegalStateException(
          "%d sockets want %d open files, and a process may have %d here: ulimit -n %d"
              .formatted(
                  sockets,
                  sockets + OTHER_FILES,
                  unix.getMaxFileDescriptorCount(),
                  sockets + OTHER_FILES));
    }
  }
}

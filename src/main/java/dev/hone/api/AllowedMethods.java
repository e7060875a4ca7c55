package dev.hone.api;

import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.inject.Singleton;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which methods each path takes, as the resources say; quarkus-rest knows those of a class alone.
 */
@Singleton
class AllowedMethods {

  /** A name, and what it may be if that isn't a single segment. */
  private static final Pattern PARAMETER = Pattern.compile("\\{[^:}]+(?::([^}]+))?}");

  private static final Pattern NARROWED = Pattern.compile("(\\{[^:}]+):[^}]+}");

  /** By path, those without a parameter first. */
  private final Map<String, Set<String>> methods =
      new TreeMap<>(
          Comparator.<String, Boolean>comparing(path -> path.contains("{"))
              .thenComparing(Comparator.naturalOrder()));

  AllowedMethods(BeanManager beans) {
    for (Bean<?> bean : beans.getBeans(Object.class, Any.Literal.INSTANCE)) {
      Path path = bean.getBeanClass().getAnnotation(Path.class);
      if (path != null) {
        Arrays.stream(bean.getBeanClass().getDeclaredMethods()).forEach(each -> add(path, each));
      }
    }
  }

  /** As an {@code Allow} header has them; empty if there is no such path. */
  String of(String path) {
    return entry(path).map(each -> String.join(", ", each.getValue())).orElse("");
  }

  /** The path with names for what differs; empty if there is no such path. */
  Optional<String> template(String path) {
    return entry(path).map(each -> NARROWED.matcher(each.getKey()).replaceAll("$1}"));
  }

  private Optional<Map.Entry<String, Set<String>>> entry(String path) {
    return methods.entrySet().stream().filter(each -> matches(each.getKey(), path)).findFirst();
  }

  private void add(Path of, Method method) {
    Path own = method.getAnnotation(Path.class);
    String path = of.value() + (own == null ? "" : own.value());
    Arrays.stream(method.getAnnotations())
        .map(annotation -> annotation.annotationType().getAnnotation(HttpMethod.class))
        .filter(verb -> verb != null)
        .forEach(verb -> add(path, verb.value()));
  }

  private void add(String path, String verb) {
    Set<String> its = methods.computeIfAbsent(path, first -> new TreeSet<>(Set.of("OPTIONS")));
    its.add(verb);
    if (verb.equals("GET")) {
      its.add("HEAD");
    }
  }

  private static boolean matches(String template, String path) {
    StringBuilder expression = new StringBuilder();
    int literal = 0;
    for (Matcher each = PARAMETER.matcher(template); each.find(); literal = each.end()) {
      expression
          .append(Pattern.quote(template.substring(literal, each.start())))
          .append(each.group(1) == null ? "[^/]+" : each.group(1));
    }
    return path.matches(expression + Pattern.quote(template.substring(literal)));
  }
}

package dev.hone.k8s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPPathMatch;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The manifests in {@code k8s/} say what Kubernetes understands, and agree with the server. */
class ManifestTest {

  private static final Path RESOURCES = Path.of("src/main/resources/META-INF/resources");

  private static final Pattern FILE_OF_A_LIBRARY =
      Pattern.compile("\"(?:\\./)?((?:_static|webjars)/[^\"]+[^/\"])\"");

  static Stream<Path> manifests() {
    return Manifests.files("").stream()
        .filter(file -> !isKustomization(file) && !isJsonPatch(file));
  }

  static Stream<Path> kustomizations() {
    return Manifests.files("").stream().filter(ManifestTest::isKustomization);
  }

  private static boolean isKustomization(Path file) {
    return file.endsWith("kustomization.yaml");
  }

  private static boolean isJsonPatch(Path file) {
    return file.endsWith("overlays/redis/networkpolicy.yaml");
  }

  @ParameterizedTest
  @MethodSource("manifests")
  void everyManifestIsOfAKnownKindWithoutUnknownFields(Path file) throws IOException {
    List<JsonNode> documents = Manifests.documents(Files.readString(file));
    assertThat(documents).isNotEmpty();
    documents.forEach(Manifests::strictly);
  }

  @Test
  void anUnknownFieldIsRefused() throws IOException {
    JsonNode typo =
        Manifests.documents("{apiVersion: v1, kind: Service, spec: {port: [{name: http}]}}").get(0);
    assertThatThrownBy(() -> Manifests.strictly(typo)).hasMessageContaining("\"port\"");
  }

  @ParameterizedTest
  @MethodSource("kustomizations")
  void everyKustomizationNamesFilesThatExist(Path file) throws IOException {
    JsonNode kustomization = Manifests.documents(Files.readString(file)).get(0);
    assertThat(kustomization.fieldNames())
        .toIterable()
        .isSubsetOf(
            "apiVersion", "kind", "labels", "resources", "configMapGenerator", "images", "patches");
    assertThat(named(kustomization))
        .isNotEmpty()
        .allSatisfy(name -> assertThat(file.resolveSibling(name)).exists());
  }

  @Test
  void everyFileIsNamedByAKustomization() throws IOException {
    Set<Path> used = new HashSet<>();
    for (Path file : kustomizations().toList()) {
      used.add(file);
      for (String name : named(Manifests.documents(Files.readString(file)).get(0))) {
        used.add(file.resolveSibling(name).normalize());
      }
    }
    used.add(Manifests.ROOT.resolve("base/secret.example.yaml"));
    assertThat(Manifests.files("")).allSatisfy(file -> assertThat(used).contains(file.normalize()));
  }

  @Test
  void aPodIsNotKilledWhileItHandsItsRunsOver() throws IOException {
    Properties settings = settings();
    Duration delay = seconds(settings, "QUARKUS_SHUTDOWN_DELAY");
    Duration timeout = seconds(settings, "QUARKUS_SHUTDOWN_TIMEOUT");
    assertThat(seconds(settings, "HONE_RUNS_DRAIN")).isLessThan(timeout);
    assertThat(Duration.ofSeconds(pod().getTerminationGracePeriodSeconds()))
        .isGreaterThan(delay.plus(timeout));
  }

  @Test
  void aPodIsNobodySpecialAndWritesNowhereButWhereItMay() throws IOException {
    PodSpec pod = pod();
    Container container = pod.getContainers().get(0);
    assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
    assertThat(pod.getSecurityContext().getRunAsUser()).isPositive();
    assertThat(pod.getAutomountServiceAccountToken()).isFalse();
    assertThat(container.getSecurityContext().getReadOnlyRootFilesystem()).isTrue();
    assertThat(container.getSecurityContext().getAllowPrivilegeEscalation()).isFalse();
    assertThat(container.getSecurityContext().getCapabilities().getDrop()).containsExactly("ALL");
    assertThat(container.getResources().getLimits()).containsKey("memory");
  }

  @Test
  void probesAskTheServersHealth() throws IOException {
    Container container = pod().getContainers().get(0);
    assertThat(container.getReadinessProbe().getHttpGet().getPath()).isEqualTo("/q/health/ready");
    assertThat(container.getLivenessProbe().getHttpGet().getPath()).isEqualTo("/q/health/live");
    assertThat(container.getStartupProbe().getHttpGet().getPath()).isEqualTo("/q/health/started");
  }

  @Test
  void serviceBudgetAndScalingMeanTheDeployment() throws IOException {
    Deployment deployment = Manifests.only("base/deployment.yaml", Deployment.class);
    var labels = deployment.getSpec().getTemplate().getMetadata().getLabels();
    Service service = Manifests.only("base/service.yaml", Service.class);
    var budget = Manifests.only("base/pdb.yaml", PodDisruptionBudget.class);
    var scaling = Manifests.only("base/hpa.yaml", HorizontalPodAutoscaler.class);
    assertThat(labels).containsAllEntriesOf(service.getSpec().getSelector());
    assertThat(labels).containsAllEntriesOf(budget.getSpec().getSelector().getMatchLabels());
    assertThat(labels).containsAllEntriesOf(deployment.getSpec().getSelector().getMatchLabels());
    assertThat(scaling.getSpec().getScaleTargetRef().getName())
        .isEqualTo(deployment.getMetadata().getName());
    assertThat(pod().getContainers().get(0).getPorts())
        .anySatisfy(
            port ->
                assertThat(port.getName())
                    .isEqualTo(service.getSpec().getPorts().get(0).getTargetPort().getStrVal()));
  }

  @Test
  void theFileLogIsOnAVolumeOfItsOwn() throws IOException {
    Deployment single = Manifests.only("overlays/single/deployment.yaml", Deployment.class);
    PodSpec pod = single.getSpec().getTemplate().getSpec();
    var claim = Manifests.only("overlays/single/volume.yaml", PersistentVolumeClaim.class);
    Volume volume = pod.getVolumes().get(0);
    assertThat(volume.getPersistentVolumeClaim().getClaimName())
        .isEqualTo(claim.getMetadata().getName());
    assertThat(pod.getContainers().get(0).getVolumeMounts().get(0).getName())
        .isEqualTo(volume.getName());
    assertThat(single.getSpec().getStrategy().getType()).isEqualTo("Recreate");
  }

  @Test
  void ingressLeadsToTheApiAndThePageButNotToQ() throws IOException {
    Ingress ingress = Manifests.only("routes/ingress/ingress.yaml", Ingress.class);
    List<Route> routes =
        ingress.getSpec().getRules().get(0).getHttp().getPaths().stream()
            .map(path -> new Route(path.getPath(), path.getPathType().equals("Prefix")))
            .toList();
    leadsToTheApiAndThePageButNotToQ(routes);
    assertThat(ingress.getMetadata().getAnnotations())
        .containsEntry("nginx.ingress.kubernetes.io/proxy-buffering", "off")
        .containsEntry("nginx.ingress.kubernetes.io/proxy-request-buffering", "off");
  }

  @Test
  void gatewayLeadsToTheApiAndThePageButNotToQ() throws IOException {
    HTTPRoute route = Manifests.only("routes/gateway/httproute.yaml", HTTPRoute.class);
    List<Route> routes = new ArrayList<>();
    route
        .getSpec()
        .getRules()
        .forEach(
            rule ->
                rule.getMatches()
                    .forEach(
                        match -> {
                          HTTPPathMatch path = match.getPath();
                          routes.add(
                              new Route(path.getValue(), path.getType().equals("PathPrefix")));
                        }));
    leadsToTheApiAndThePageButNotToQ(routes);
    assertThat(route.getSpec().getRules().get(0).getTimeouts().getRequest()).isEqualTo("0s");
  }

  @ParameterizedTest
  @ValueSource(strings = {"overlays/single", "overlays/redis", "routes/ingress", "routes/gateway"})
  void kustomizeBuildsWhatKubernetesUnderstands(String folder) throws Exception {
    assumeTrue(hasKubectl(), "no kubectl here, which brings kustomize");
    Process kustomize =
        new ProcessBuilder("kubectl", "kustomize", Manifests.ROOT.resolve(folder).toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String built = new String(kustomize.getInputStream().readAllBytes());
    assertThat(kustomize.waitFor()).isZero();
    List<JsonNode> documents = Manifests.documents(built);
    assertThat(documents).isNotEmpty();
    documents.stream()
        .filter(document -> !document.path("kind").asText().equals("ConfigMap"))
        .forEach(Manifests::strictly);
  }

  private static void leadsToTheApiAndThePageButNotToQ(List<Route> routes) throws IOException {
    List<String> wanted = new ArrayList<>(List.of("/", "/v1/refinements/x/events"));
    try (Stream<Path> files = Files.walk(RESOURCES)) {
      files
          .filter(Files::isRegularFile)
          .forEach(file -> wanted.add("/" + RESOURCES.relativize(file)));
    }
    FILE_OF_A_LIBRARY
        .matcher(Files.readString(RESOURCES.resolve("index.html")))
        .results()
        .forEach(named -> wanted.add("/" + named.group(1)));
    assertThat(wanted).anyMatch(path -> path.startsWith("/_static/"));
    assertThat(wanted)
        .allSatisfy(path -> assertThat(routes).anyMatch(route -> route.leadsTo(path)));
    assertThat(List.of("/q/health", "/q/metrics", "/q/openapi", "/q"))
        .allSatisfy(path -> assertThat(routes).noneMatch(route -> route.leadsTo(path)));
  }

  private record Route(String path, boolean prefix) {
    boolean leadsTo(String asked) {
      return asked.equals(path) || (prefix && asked.startsWith(path + "/"));
    }
  }

  private static List<String> named(JsonNode kustomization) {
    List<String> names = new ArrayList<>();
    kustomization.path("resources").forEach(name -> names.add(name.asText()));
    kustomization
        .path("configMapGenerator")
        .forEach(map -> map.path("envs").forEach(name -> names.add(name.asText())));
    StreamSupport.stream(kustomization.path("patches").spliterator(), false)
        .filter(patch -> patch.has("path"))
        .forEach(patch -> names.add(patch.path("path").asText()));
    return names;
  }

  private static PodSpec pod() throws IOException {
    return Manifests.only("base/deployment.yaml", Deployment.class)
        .getSpec()
        .getTemplate()
        .getSpec();
  }

  private static Properties settings() throws IOException {
    Properties settings = new Properties();
    settings.load(new StringReader(Files.readString(Manifests.ROOT.resolve("base/hone.env"))));
    return settings;
  }

  private static Duration seconds(Properties settings, String name) {
    return Duration.parse("PT" + settings.getProperty(name));
  }

  private static boolean hasKubectl() {
    try {
      Process version = new ProcessBuilder("kubectl", "version", "--client").start();
      return version.waitFor(20, TimeUnit.SECONDS) && version.exitValue() == 0;
    } catch (IOException | InterruptedException e) {
      return false;
    }
  }
}

package io.emperor.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.emperor.api.ConsulApi;
import io.emperor.api.Vassal;
import io.emperor.devagent.base.ConsulProfile;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

@ResourceLock(EmperorTest.CONSUL)
class EmperorExtensionTest {

  @BeforeEach
  void begins() {
    Probe.DONE.clear();
  }

  /** Runs a class of tests and answers what failed. */
  private static List<Throwable> failures(Class<?> tests) {
    List<Throwable> failures = new ArrayList<>();
    LauncherDiscoveryRequest request =
        LauncherDiscoveryRequestBuilder.request().selectors(selectClass(tests)).build();
    LauncherFactory.create()
        .execute(
            request,
            new TestExecutionListener() {
              @Override
              public void executionFinished(TestIdentifier test, TestExecutionResult result) {
                result.getThrowable().ifPresent(failures::add);
              }
            });
    return failures;
  }

  @EmperorTest(value = Probe.class, settings = "seeks=")
  static class Seeding {
    @BeforeEach
    void seeds(ConsulApi consul) {
      boolean unused = consul.set("seed", "what was seeded");
    }

    @Test
    void finds() {}

    @Nested
    @EmperorTest(value = Probe.class, name = "inner", settings = "seeks=")
    class Inner {
      @Test
      void finds(RunningVassal vassal) {
        assertThat(vassal.consul().healthy("inner")).hasSize(1);
      }
    }
  }

  @Test
  void whatIsSeededBeforeEachTestIsThereWhenTheVassalStarts() {
    assertThat(failures(Seeding.class)).isEmpty();
    assertThat(Probe.DONE).filteredOn("found what was seeded"::equals).hasSize(2);
    assertThat(Probe.DONE).contains("start on probe#1", "start on inner#1");
  }

  @EmperorTest(value = Probe.class, consul = ConsulProfile.MODERN)
  static class Newer {
    @Test
    void modern(TestCluster cluster) throws Exception {
      HttpRequest self = HttpRequest.newBuilder(cluster.agent().resolve("/v1/agent/self")).build();
      assertThat(HttpClient.newHttpClient().send(self, BodyHandlers.ofString()).body())
          .contains("1.22.0");
    }
  }

  @Test
  void theAgentAnswersLikeTheConsulThatIsAskedFor() {
    assertThat(failures(Newer.class)).isEmpty();
  }

  @EmperorTest(Probe.class)
  static class AskingEverywhere {

    static final Set<URI> URIS = ConcurrentHashMap.newKeySet();

    private final URI uri;

    AskingEverywhere(URI uri) {
      this.uri = uri;
    }

    @BeforeEach
    void before(RunningVassal vassal, TestCluster cluster) {
      assertThat(vassal.uri()).isEqualTo(uri);
      assertThat(cluster.consul().healthy("probe")).hasSize(1);
    }

    @RepeatedTest(2)
    void method(URI same) {
      URIS.add(same);
      assertThat(same).isEqualTo(uri);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "b"})
    void beside(String argument, URI same) {
      assertThat(argument).isNotEmpty();
      assertThat(same).isEqualTo(uri);
    }

    @Nested
    class Inner {
      @Test
      void outer(URI same) {
        assertThat(same).isEqualTo(uri);
      }
    }
  }

  @Test
  void theSameVassalIsGivenWhereverATestAsks() {
    assertThat(failures(AskingEverywhere.class)).isEmpty();
    assertThat(AskingEverywhere.URIS).hasSize(2);
    assertThat(Probe.DONE).filteredOn("stop on probe#1"::equals).hasSize(5);
  }

  @EmperorTest(Probe.class)
  @TestInstance(Lifecycle.PER_CLASS)
  static class OneInstance {
    @Test
    void first(ConsulApi consul) {
      assertThat(consul.get("seen")).isEmpty();
      boolean unused = consul.set("seen", "");
    }

    @Test
    void second(ConsulApi consul) {
      first(consul);
    }
  }

  @Test
  void testsOfOneInstanceHaveAClusterEach() {
    assertThat(failures(OneInstance.class)).isEmpty();
  }

  @EmperorTest(Probe.class)
  static class TooEarly {
    @BeforeAll
    static void early(ConsulApi consul) {}

    @Test
    void nothing() {}
  }

  @Test
  void whoAsksTooEarlyIsToldWhereToAsk() {
    assertThat(failures(TooEarly.class))
        .singleElement()
        .satisfies(e -> assertThat(e).hasMessageContaining("ask for it in @BeforeEach"));
  }

  @EmperorTest(Probe.class)
  static class BrokenInstance {
    BrokenInstance(RunningVassal vassal) {
      throw new IllegalStateException("broken " + vassal.consul().services().keySet());
    }

    @Test
    void nothing() {}
  }

  @Test
  void aVassalEndsWhenTheInstanceCanNotBeMade() {
    assertThat(failures(BrokenInstance.class))
        .singleElement()
        .satisfies(e -> assertThat(e).hasMessageContaining("broken [consul, probe]"));
    assertThat(Probe.DONE).contains("stop on probe#1");
  }

  @EmperorTest(value = Probe.class, settings = "fails=stock")
  static class FailingStart {
    @Test
    void nothing() {}
  }

  @EmperorTest(value = Probe.class, settings = "fails-to-stop=")
  static class FailingStop {
    @Test
    void nothing() {}
  }

  @EmperorTest(value = Probe.class, settings = "no setting")
  static class WrongSettings {
    @Test
    void nothing() {}
  }

  /** Names its providers in a folder on the class path. */
  private static Class<?> provided(Path folder, String... names) throws IOException {
    Path services = Files.createDirectories(folder.resolve("META-INF/services"));
    Files.write(services.resolve(Vassal.class.getName()), List.of(names));
    URL[] urls = {folder.toUri().toURL()};
    try (URLClassLoader loader = new URLClassLoader(urls, Probe.class.getClassLoader())) {
      return Trial.provided(loader);
    }
  }

  @Test
  void withoutAClassItIsTheOneThatTheServicesFileNames(@TempDir Path folder) throws Exception {
    String probe = Probe.class.getName();
    String guard = RunningVassalTest.Guard.class.getName();

    assertThat(provided(folder, probe)).isSameAs(Probe.class);
    assertThatThrownBy(() -> provided(folder, probe, guard))
        .hasMessageContaining("names 2 vassals on the class path, [" + probe + ", " + guard + "]");
  }

  @EmperorTest
  static class NoProvider {
    @Test
    void nothing() {}
  }

  @Test
  void whatGoesWrongFailsTheTestAndIsSaid() {
    assertThat(failures(FailingStart.class))
        .extracting(Throwable::getMessage)
        .containsExactly("no stock");
    assertThat(failures(FailingStop.class))
        .extracting(Throwable::getMessage)
        .containsExactly("probe did not end: java.io.IOException: can't stop");
    assertThat(failures(WrongSettings.class))
        .extracting(Throwable::getMessage)
        .containsExactly("@EmperorTest: the setting \"no setting\" is not key=value");
    assertThat(failures(NoProvider.class))
        .extracting(Throwable::getMessage)
        .containsExactly(
            "@EmperorTest: META-INF/services/io.emperor.api.Vassal names 0 vassals on the class"
                + " path, []; correct that, or say which one is meant: @EmperorTest(Shop.class)");
  }
}

package io.emperor.provisioning.template;

import static org.assertj.core.api.Assertions.assertThat;

import io.emperor.provisioning.commit.LastKnownGood;
import io.emperor.provisioning.source.Cluster;
import io.emperor.provisioning.source.UnaskedCluster;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is watched for templates, and how a render comes to know all that it asks. */
class LookupsTest {

  private final Heard cluster = new Heard();
  private final List<String> changes = new ArrayList<>();
  private Lookups lookups;

  @TempDir Path directory;

  @BeforeEach
  void start() {
    lookups = lookups();
  }

  private Lookups lookups() {
    return new Lookups(
        () -> cluster,
        () -> changes.add("changed"),
        Optional.of(new LastKnownGood(directory.resolve("answers.json"))));
  }

  private static Rendered asked(boolean complete, Query<?>... queries) {
    return new Rendered(
        "", new LinkedHashSet<>(List.of(queries)), complete ? List.of() : List.of("x"));
  }

  @Test
  void watchesWhatWasAskedAndNothingElse() {
    lookups.watch(
        List.of(
            asked(true, new Query.Key("a"), new Query.Keys("b/")),
            asked(true, new Query.Passing("web"), new Query.Services(), new Query.Nodes())));
    assertThat(cluster.watched())
        .containsExactly("key a", "keys b/", "nodes", "passing web", "services");
    lookups.watch(List.of(asked(true, new Query.Key("a"))));
    assertThat(cluster.watched()).containsExactly("key a");
    assertThat(cluster.begun).isEqualTo(5);
    lookups.close();
    assertThat(cluster.watched()).isEmpty();
    lookups.watch(List.of(asked(true, new Query.Key("a"))));
    assertThat(cluster.watched()).isEmpty();
  }

  @Test
  void whileARenderIsIncompleteNoWatchIsEnded() {
    lookups.watch(List.of(asked(true, new Query.Key("a"), new Query.Key("b"))));
    lookups.watch(List.of(asked(false, new Query.Key("a"), new Query.Key("c"))));
    assertThat(cluster.watched()).containsExactly("key a", "key b", "key c");
  }

  @Test
  void answersAreKnownAndToldOnce() {
    Query.Key query = new Query.Key("a");
    assertThat(lookups.to(query)).isEqualTo(Answer.none());
    lookups.watch(List.of(asked(false, query)));
    assertThat(lookups.to(query).found()).isNull();
    Cluster.Key found = new Cluster.Key("a", "1");
    cluster.of("key a").now(List.of(found));
    cluster.of("key a").now(List.of(found));
    assertThat(changes).hasSize(1);
    assertThat(lookups.to(query).found()).containsExactly(found);
  }

  @Test
  void aFailureKeepsWhatIsKnown() {
    Query.Key query = new Query.Key("a");
    lookups.watch(List.of(asked(false, query)));
    cluster.of("key a").fails("no agent");
    assertThat(lookups.to(query)).isEqualTo(new Answer<>(null, "no agent"));
    cluster.of("key a").now(List.of());
    cluster.of("key a").fails("no agent");
    assertThat(lookups.to(query)).isEqualTo(new Answer<>(List.of(), "no agent"));
    cluster.of("key a").now(List.of());
    assertThat(lookups.to(query)).isEqualTo(Answer.of(List.of()));
    assertThat(changes).hasSize(4);
  }

  @Test
  void whileNobodyAnswersWhatWasAnsweredBeforeARestartCounts() {
    Query.Key query = new Query.Key("a");
    Cluster.Key found = new Cluster.Key("a", "1");
    lookups.watch(List.of(asked(true, query)));
    cluster.of("key a").now(List.of(found));
    lookups.keep();
    lookups.close();

    Lookups after = lookups();
    after.watch(List.of(asked(false, query)));
    assertThat(after.to(query)).isEqualTo(Answer.none());
    cluster.of("key a").fails("no agent");
    assertThat(after.to(query)).isEqualTo(new Answer<>(List.of(found), "no agent"));
    cluster.of("key a").now(List.of());
    cluster.of("key a").fails("no agent");
    assertThat(after.to(query)).isEqualTo(new Answer<>(List.of(), "no agent"));
  }

  @Test
  void nobodyIsToldOfWhatIsWatchedNoMore() {
    lookups.watch(List.of(asked(true, new Query.Key("a"))));
    Cluster.Answers<List<Object>> late = cluster.of("key a");
    lookups.watch(List.of());
    late.now(List.of());
    late.fails("x");
    assertThat(changes).isEmpty();
    assertThat(lookups.to(new Query.Key("a"))).isEqualTo(Answer.none());
  }

  @Test
  void anAnswerThatComesAtOnceIsTold() {
    cluster.refuses = "its name can't be one";
    lookups.watch(List.of(asked(true, new Query.Key("a//b"))));
    assertThat(lookups.to(new Query.Key("a//b")).failure()).isEqualTo("its name can't be one");
    assertThat(changes).hasSize(1);
  }

  @Test
  void rendersAskUntilAllIsKnown() {
    Template template =
        new Template(
            "a.peb",
            Map.of(
                "a.peb",
                "{% for s in services() %}{% for i in service(s.name) %}"
                    + "{{ i.id }}={{ key('weight/' ~ i.id) }} {% endfor %}{% endfor %}"),
            Map.of(),
            Map.of());
    TemplateData data = new TemplateData(FakeAnswers.json("{}"), Map.of(), lookups);
    assertThat(pass(template, data).missing()).containsExactly("services is not answered yet");
    cluster.of("services").now(List.of(new Cluster.Service("web", List.of())));
    assertThat(pass(template, data).missing()).containsExactly("service web is not answered yet");
    cluster.of("passing web").now(List.of(new Cluster.Instance("web-1", "h", 1, List.of())));
    assertThat(pass(template, data).missing())
        .containsExactly("key weight/web-1 is not answered yet");
    cluster.of("key weight/web-1").now(List.of());
    assertThat(pass(template, data).missing()).containsExactly("key weight/web-1 is not there");
    cluster.of("key weight/web-1").now(List.of(new Cluster.Key("weight/web-1", "7")));
    assertThat(pass(template, data).text()).isEqualTo("web-1=7 ");
    assertThat(cluster.watched()).containsExactly("key weight/web-1", "passing web", "services");
    cluster.of("passing web").now(List.of());
    assertThat(pass(template, data).text()).isEmpty();
    assertThat(cluster.watched()).containsExactly("passing web", "services");
  }

  private Rendered pass(Template template, TemplateData data) {
    Rendered rendered = template.render(data);
    lookups.watch(List.of(rendered));
    return rendered;
  }

  /** Writes down who wants to know what. */
  private static final class Heard extends UnaskedCluster {

    private final Map<String, Answers<?>> all = new TreeMap<>();
    private String refuses = "";
    private int begun;

    List<String> watched() {
      return List.copyOf(all.keySet());
    }

    @SuppressWarnings("unchecked") // the test knows what it tells
    <T> Answers<List<T>> of(String name) {
      return (Answers<List<T>>) Objects.requireNonNull(all.get(name), name);
    }

    private AutoCloseable begin(String name, Answers<?> answers) {
      begun++;
      all.put(name, answers);
      if (!refuses.isEmpty()) {
        answers.fails(refuses);
      }
      return () -> all.remove(name);
    }

    @Override
    public AutoCloseable key(String path, Answers<List<Key>> answers) {
      return begin("key " + path, answers);
    }

    @Override
    public AutoCloseable keys(String prefix, Answers<List<Key>> answers) {
      return begin("keys " + prefix, answers);
    }

    @Override
    public AutoCloseable passing(String service, Answers<List<Instance>> answers) {
      return begin("passing " + service, answers);
    }

    @Override
    public AutoCloseable services(Answers<List<Service>> answers) {
      return begin("services", answers);
    }

    @Override
    public AutoCloseable nodes(Answers<List<Node>> answers) {
      return begin("nodes", answers);
    }
  }
}

package io.emperor.provisioning.template;

import static org.assertj.core.api.Assertions.assertThat;

import io.emperor.provisioning.commit.LastKnownGood;
import io.emperor.provisioning.source.Cluster;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was answered before a restart, in a real file. */
class KeptAnswersTest {

  private static final Query.Key KEY = new Query.Key("a/b");
  private static final Query.Keys KEYS = new Query.Keys("a/");
  private static final Query.Passing PASSING = new Query.Passing("web");
  private static final Query.Services SERVICES = new Query.Services();
  private static final Query.Nodes NODES = new Query.Nodes();

  private static final Map<Query<?>, Answer<?>> ALL =
      Map.of(
          KEY, Answer.of(List.of(new Cluster.Key("a/b", "1"))),
          KEYS, Answer.of(List.of(new Cluster.Key("a/b", "1"), new Cluster.Key("a/c", null))),
          PASSING,
              Answer.of(List.of(new Cluster.Instance("w1", "h", 80, List.of("t", "u"), "node"))),
          SERVICES, Answer.of(List.of(new Cluster.Service("web", List.of("t")))),
          NODES, Answer.of(List.of(new Cluster.Node("node", "10.0.0.1"))));

  @TempDir Path directory;

  private KeptAnswers open() {
    return new KeptAnswers(Optional.of(new LastKnownGood(file())));
  }

  private Path file() {
    return directory.resolve("answers.json");
  }

  @Test
  void everyKindOfAnswerIsWhatItWas() {
    open().keep(ALL);

    KeptAnswers after = open();
    ALL.forEach((query, answer) -> assertThat(after.before(query)).isEqualTo(answer));
    assertThat(after.before(new Query.Key("other"))).isEqualTo(Answer.none());
  }

  @Test
  void whatIsNotKnownOrAskedAnyMoreIsNotKept() {
    open().keep(ALL);
    open().keep(Map.of(KEY, Answer.none(), NODES, Answer.of(List.of())));

    assertThat(open().before(KEY)).isEqualTo(Answer.none());
    assertThat(open().before(KEYS)).isEqualTo(Answer.none());
    assertThat(open().before(NODES)).isEqualTo(Answer.of(List.of()));
  }

  @Test
  void withoutQuestionsThereIsNoFile() {
    open().keep(Map.of());

    assertThat(file()).doesNotExist();
  }

  @Test
  void whatSomebodyElseHasWrittenIsNotBelieved() throws Exception {
    for (String text :
        List.of(
            "{\"format\":1,\"number\":1,\"sources\":{\"nodes\":{\"found\":{}}}}",
            "{\"format\":1,\"number\":1,\"sources\":{\"nodes\":{\"found\":[1]}}}",
            "{\"format\":1,\"number\":1,\"sources\":{\"nodes\":{\"found\":[{\"x\":1}]}}}",
            "{\"format\":1,\"number\":1,\"sources\":{\"nodes\":{\"found\":[null]}}}",
            "nonsense")) {
      Files.writeString(file(), text);

      assertThat(open().before(NODES)).as(text).isEqualTo(Answer.none());
    }
  }
}

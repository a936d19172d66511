package io.emperor.provisioning.source;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SnapshotsTest {

  private final FakeTimer timer = new FakeTimer();
  private final TestSource file = new TestSource("file a.yaml", false);
  private final TestSource consul = new TestSource("consul shop/", true);
  private final List<String> heard = new ArrayList<>();
  private boolean isGood = true;
  private @Nullable Snapshots opened;
  private int troubles;
  private final TestStore store = new TestStore();

  private static final class TestSource implements Source {
    private final String name;
    private final boolean isText;
    private @Nullable SourceListener listener;
    private boolean closed;

    TestSource(String name, boolean isText) {
      this.name = name;
      this.isText = isText;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public boolean isText() {
      return isText;
    }

    @Override
    public void open(SourceListener listener) {
      this.listener = listener;
    }

    private SourceListener listener() {
      return Objects.requireNonNull(listener);
    }

    void has(String yaml) {
      listener().has((ObjectNode) YamlTree.parse(yaml, "test").root());
    }

    void fails(String why) {
      listener().fails(why);
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  private static final class TestStore implements SnapshotStore {
    private @Nullable Kept kept;
    private boolean full;

    @Override
    public Optional<Kept> load() {
      return Optional.ofNullable(kept);
    }

    @Override
    public void save(Kept now) throws IOException {
      if (full) {
        throw new IOException("no space left on device");
      }
      kept = now;
    }
  }

  private final class Hearer implements Snapshots.Listener {

    @Override
    public void taken(Snapshot snapshot) {
      heard.add(snapshot.number() + " " + snapshot.values());
      if (isGood) {
        Objects.requireNonNull(opened).keep();
      }
    }

    @Override
    public void troubled() {
      troubles++;
    }
  }

  private Snapshots open(Duration quiet, Optional<SnapshotStore> kept) {
    Snapshots snapshots = new Snapshots(List.of(file, consul), quiet, kept, timer, timer::nanos);
    opened = snapshots;
    snapshots.open(new Hearer());
    return snapshots;
  }

  private Snapshots open() {
    return open(Duration.ZERO, Optional.empty());
  }

  @Test
  void theFirstComesOnceEverySourceHasToldWhatItHas() {
    Snapshots snapshots = open();
    assertThat(snapshots.missing())
        .containsExactly("file a.yaml: has not answered yet", "consul shop/: has not answered yet");
    file.has("a: 1");
    consul.fails("no agent answers");
    timer.run();
    assertThat(heard).isEmpty();
    assertThat(snapshots.missing()).containsExactly("consul shop/: no agent answers");
    consul.has("a: x");
    timer.run();
    assertThat(heard).containsExactly("1 {\"a\":\"x\"}");
    assertThat(snapshots.missing()).isEmpty();
    assertThat(snapshots.troubles()).isEmpty();
  }

  @Test
  void aNumberIsForAChangeAlone() {
    open();
    file.has("a: 1");
    consul.has("b: x");
    timer.run();
    file.has("a: 1");
    timer.run();
    consul.has("b: x\na: 1");
    timer.run();
    consul.has("{}");
    timer.run();
    assertThat(heard)
        .containsExactly("1 {\"a\":1,\"b\":\"x\"}", "2 {\"a\":1,\"b\":\"x\"}", "3 {\"a\":1}");
  }

  @Test
  void whatASourceHadCountsOnWhileItFails() {
    Snapshots snapshots = open();
    file.has("a: 1");
    consul.has("b: x");
    consul.fails("no agent answers");
    timer.run();
    assertThat(heard).containsExactly("1 {\"a\":1,\"b\":\"x\"}");
    assertThat(snapshots.missing()).isEmpty();
    assertThat(troubles).isEqualTo(1);
    assertThat(snapshots.troubles()).containsExactly("consul shop/: no agent answers");
    consul.has("b: x");
    timer.run();
    assertThat(snapshots.troubles()).isEmpty();
    assertThat(heard).hasSize(1);
  }

  @Test
  void changesAreGatheredUntilNoneHasComeForTheQuietTime() {
    open(Duration.ofMillis(100), Optional.empty());
    file.has("a: 1");
    consul.has("{}");
    timer.run();
    assertThat(heard).containsExactly("1 {\"a\":1}");
    for (int i = 2; i < 8; i++) {
      file.has("a: " + i);
      timer.pass(60);
    }
    assertThat(heard).hasSize(1);
    timer.pass(39);
    assertThat(heard).hasSize(1);
    timer.pass(1);
    assertThat(heard).containsExactly("1 {\"a\":1}", "2 {\"a\":7}");
    timer.pass(1000);
    assertThat(heard).hasSize(2);
  }

  @Test
  void aChangeThatIsTakenBackInTimeIsNone() {
    open(Duration.ofMillis(100), Optional.empty());
    file.has("a: 1");
    consul.has("{}");
    timer.run();
    file.has("a: 2");
    timer.pass(50);
    file.has("a: 1");
    timer.pass(500);
    assertThat(heard).containsExactly("1 {\"a\":1}");
  }

  @Test
  void whatWasKeptStandsInForASourceThatCanNotBeReadAtAStart() {
    open(Duration.ZERO, Optional.of(store));
    file.has("a: 1");
    consul.has("b: x");
    timer.run();
    Snapshots next = open(Duration.ZERO, Optional.of(store));
    file.has("a: 1");
    timer.run();
    assertThat(heard).hasSize(1);
    consul.fails("no agent answers");
    timer.run();
    assertThat(heard).containsExactly("1 {\"a\":1,\"b\":\"x\"}", "1 {\"a\":1,\"b\":\"x\"}");
    assertThat(next.missing()).isEmpty();
    assertThat(next.troubles()).containsExactly("consul shop/: no agent answers");
    consul.has("b: y");
    timer.run();
    assertThat(heard).last().isEqualTo("2 {\"a\":1,\"b\":\"y\"}");
  }

  @Test
  void aSourceThatIsNewSinceTheRestartIsNotStoodInFor() {
    store.kept = new SnapshotStore.Kept(7, Map.of());
    Snapshots snapshots = open(Duration.ZERO, Optional.of(store));
    consul.fails("no agent answers");
    file.has("a: 1");
    timer.run();
    assertThat(snapshots.missing()).containsExactly("consul shop/: no agent answers");
    consul.has("{}");
    timer.run();
    assertThat(heard).containsExactly("8 {\"a\":1}");
  }

  @Test
  void aFullDiskStopsNothing() {
    store.full = true;
    open(Duration.ZERO, Optional.of(store));
    file.has("a: 1");
    consul.has("{}");
    timer.run();
    file.has("a: 2");
    timer.run();
    assertThat(heard).containsExactly("1 {\"a\":1}", "2 {\"a\":2}");
  }

  @Test
  void withoutSourcesThereIsNothingToWaitFor() {
    isGood = false;
    new Snapshots(List.of(), Duration.ZERO, Optional.empty(), timer, timer::nanos)
        .open(new Hearer());
    timer.run();
    assertThat(heard).containsExactly("1 {}");
  }

  @Test
  void whatIsNotGoodIsNotKept() {
    TestStore store = new TestStore();
    Snapshots unused = open(Duration.ZERO, Optional.of(store));
    file.has("a: 1");
    consul.has("{}");
    timer.run();
    isGood = false;

    file.has("a: 2");
    timer.run();

    assertThat(heard).containsExactly("1 {\"a\":1}", "2 {\"a\":2}");
    assertThat(Objects.requireNonNull(store.kept).number()).isEqualTo(1);
  }

  @Test
  void afterTheEndNobodyHearsAnything() {
    Snapshots snapshots = open();
    file.has("a: 1");
    consul.has("{}");
    snapshots.close();
    snapshots.close();
    timer.run();
    assertThat(heard).isEmpty();
    assertThat(file.closed && consul.closed).isTrue();
  }

  @Test
  void reasonsAreOneLine() {
    Snapshots snapshots = open();
    file.fails("is\nFATAL");
    assertThat(snapshots.missing()).first().isEqualTo("file a.yaml: is FATAL");
  }
}

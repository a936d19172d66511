package io.emperor.provisioning;

import static org.assertj.core.api.Assertions.assertThat;

import io.emperor.base.DaemonThreads;
import io.emperor.provisioning.Provisioning.Later;
import io.emperor.provisioning.commit.Checks;
import io.emperor.provisioning.commit.FileCommit;
import io.emperor.provisioning.database.DatabaseLibraries;
import io.emperor.provisioning.program.OnChange;
import io.emperor.provisioning.source.UnaskedCluster;
import io.emperor.provisioning.source.Waiting;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Files that follow Consul's services, as a program is given them. */
@Timeout(60)
class FollowedFilesTest {

  @TempDir Path directory;

  private final Products cluster = new Products();
  private final BlockingQueue<Provisioned> provisioned = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> changes = new LinkedBlockingQueue<>();
  private @Nullable Provisioning provisioning;

  @AfterEach
  void close() {
    if (provisioning != null) {
      provisioning.close();
    }
  }

  @Test
  void filesThatAreThereAreNoChangeOnceTheSameIsSaid() throws Exception {
    open();
    cluster.says("10.0.0.1");
    next();
    close();

    open();
    next(); // before anybody has said anything
    cluster.says("10.0.0.1");
    awaitInstances(1);
    cluster.says("10.0.0.1", "10.0.0.2");
    awaitInstances(2);

    assertThat(changes.poll(20, TimeUnit.SECONDS)).isNotNull();
    close();
    assertThat(changes).isEmpty();
  }

  @Test
  void whoWasStartedElsewhereMayNotHaveReadTheFilesThatAreThere() throws Exception {
    open();
    cluster.says("10.0.0.1");
    next();
    close();

    open("", Later.GIVEN_TO_OTHERS);

    Provisioned first = Objects.requireNonNull(provisioned.poll(20, TimeUnit.SECONDS));
    assertThat(first.actions()).containsExactly(OnChange.RELOAD);
  }

  @Test
  void whoIsLeftOutKeepsNothingWaiting() throws Exception {
    open();
    cluster.says("10.0.0.1", "no-address");
    next();

    InputsView view = view();
    assertThat(view.missing()).isEmpty();
    assertThat(Objects.requireNonNull(view.followed()).leftOut())
        .singleElement()
        .asString()
        .startsWith("instance no-address of shop is left out: its address ");
  }

  @Test
  void aFileOfHostsThatCanNotBeWrittenKeepsNoOtherFromBeingWritten() throws Exception {
    open(", hosts: etc/hosts");
    cluster.says("10.0.0.1");

    Path services = directory.resolve("services.json");
    Waiting.until("the others are written", () -> Files.exists(services));
    Waiting.until("it says why", () -> !view().missing().isEmpty());
    assertThat(view().missing())
        .containsExactly(
            directory.resolve("etc/hosts")
                + ": its directory is not there; make it, or write another destination");

    Files.createDirectory(directory.resolve("etc"));
    next();
    assertThat(directory.resolve("etc/hosts")).content().contains("10.0.0.1\tsvc-shop-web-0\n");
  }

  private void awaitInstances(int count) {
    Waiting.until(
        count + " instances",
        () ->
            Objects.requireNonNull(view().followed()).services().stream()
                .anyMatch(service -> service.instances() == count));
  }

  private InputsView view() {
    return Objects.requireNonNull(provisioning).view();
  }

  private void next() throws InterruptedException {
    assertThat(provisioned.poll(20, TimeUnit.SECONDS)).isNotNull();
  }

  private void open() throws Exception {
    open("");
  }

  private void open(String more) throws Exception {
    open(more, Later.TOLD);
  }

  private void open(String more, Later later) throws Exception {
    Path file = directory.resolve("inputs.yaml");
    Files.writeString(
        file,
        "files: {directory: ., formats: [json], subscribe: [shop], on-change: reload%s}"
            .formatted(more));
    Provisioning opened =
        new Provisioning(
            new InputsReader(text -> Duration.ZERO, "").read(file),
            new Surroundings(
                () -> cluster,
                command -> {
                  throw new IllegalStateException("nothing is to be run");
                },
                new FileCommit("shop", checks()),
                Optional.empty(),
                DatabaseLibraries.own(),
                Map.of(),
                Optional.empty(),
                new DaemonThreads("provisioning")),
            later,
            new Hearer());
    provisioning = opened;
    opened.open();
  }

  private Checks checks() {
    return new Checks(
        command -> {
          throw new IllegalStateException("nothing is to be checked");
        },
        Map.of(),
        directory,
        false);
  }

  private final class Hearer implements Provisioning.Listener {

    @Override
    public void provisioned(Provisioned inputs) {
      provisioned.add(inputs);
    }

    @Override
    public void changed(String revision) {
      changes.add(revision);
    }

    @Override
    public void failed(RuntimeException failure) {
      throw failure;
    }
  }

  /** Says which instances a service of a product has, once it is told to. */
  private static final class Products extends UnaskedCluster {

    private volatile @Nullable Answers<List<Service>> services;
    private volatile @Nullable Answers<List<Instance>> instances;

    void says(String... addresses) {
      Objects.requireNonNull(services).now(List.of(new Service("web", List.of("product=shop"))));
      Objects.requireNonNull(instances)
          .now(
              List.of(addresses).stream()
                  .map(at -> new Instance(at, at, 80, List.of("product=shop"), "node"))
                  .toList());
    }

    @Override
    public AutoCloseable services(Answers<List<Service>> answers) {
      services = answers;
      return () -> {};
    }

    @Override
    public AutoCloseable passing(String service, Answers<List<Instance>> answers) {
      instances = answers;
      return () -> {};
    }

    @Override
    public AutoCloseable events(String name, Consumer<byte[]> payloads) {
      return () -> {};
    }
  }
}

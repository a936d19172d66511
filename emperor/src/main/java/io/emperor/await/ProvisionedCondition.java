package io.emperor.await;

import io.emperor.base.DaemonThreads;
import io.emperor.inputs.CommandEnvironment;
import io.emperor.provisioning.Inputs;
import io.emperor.provisioning.Provisioned;
import io.emperor.provisioning.Provisioning;
import io.emperor.provisioning.Surroundings;
import io.emperor.provisioning.commit.Checks;
import io.emperor.provisioning.commit.FileCommit;
import io.emperor.provisioning.database.DatabaseLibraries;
import io.emperor.provisioning.program.Programs;
import io.emperor.provisioning.source.Cluster;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * That the inputs of the command are there and valid, its database is ready, and its handlers have
 * completed.
 */
final class ProvisionedCondition implements Condition {

  /** As the exit status of DISCO's successor has it. */
  private static final int HANDLER_FAILED = 3;

  private static final Path HERE = Path.of("").toAbsolutePath();

  private static final Logger log = LoggerFactory.getLogger(ProvisionedCondition.class);

  private final Provisioning provisioning;
  private final Consumer<Provisioned> later;
  private volatile @Nullable Provisioned provisioned;
  private volatile @Nullable RuntimeException failure;
  private volatile Runnable changed = () -> {};

  /**
   * Looks at nothing yet.
   *
   * @param inputs what is needed
   * @param later takes what comes after the first
   */
  ProvisionedCondition(
      Inputs inputs, Supplier<Cluster> cluster, Programs programs, Consumer<Provisioned> later) {
    Map<String, String> environment = CommandEnvironment.inherited();
    this.provisioning =
        new Provisioning(
            inputs,
            new Surroundings(
                cluster,
                programs,
                new FileCommit("await", new Checks(programs, environment, HERE, true)),
                Optional.empty(),
                DatabaseLibraries.own(),
                environment,
                Optional.empty(),
                new DaemonThreads("provisioning")),
            Provisioning.Later.GIVEN,
            new Hearer());
    this.later = later;
  }

  @Override
  public String name() {
    return "inputs";
  }

  @Override
  public void open(Runnable listener) {
    changed = listener;
    provisioning.open();
  }

  @Override
  public Optional<String> missing() {
    RuntimeException failed = failure;
    if (failed != null) {
      throw new ConditionFailedException(HANDLER_FAILED, String.valueOf(failed.getMessage()));
    }
    if (provisioned != null) {
      return Optional.empty();
    }
    List<String> missing = provisioning.missing();
    return Optional.of(missing.isEmpty() ? "not looked at yet" : String.join("; ", missing));
  }

  @Override
  public Map<String, String> environment() {
    Provisioned given = provisioned;
    return given == null ? Map.of() : given.texts("env");
  }

  @Override
  public void close() {
    provisioning.close();
  }

  private final class Hearer implements Provisioning.Listener {

    @Override
    public void provisioned(Provisioned inputs) {
      boolean isFirst = provisioned == null;
      provisioned = inputs;
      if (isFirst) {
        changed.run();
      } else {
        later.accept(inputs);
      }
    }

    @Override
    public void failed(RuntimeException failed) {
      failure = failed;
      if (provisioned != null) {
        log.error("{}; the command keeps what it has", failed.getMessage());
      }
      changed.run();
    }
  }
}

package io.emperor.cli;

import io.emperor.cli.option.UsageException;
import io.emperor.cli.publish.PublishOptions;
import io.emperor.cli.run.ExitStatus;
import io.emperor.cli.terminal.Screen;
import io.emperor.provisioning.update.ConfigUpdate;
import io.emperor.provisioning.update.EtcdWatchEvent;
import io.emperor.provisioning.update.Publisher;
import io.emperor.provisioning.update.UpdateException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code emperor etcd-event}. */
@Command(
    name = "etcd-event",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Sends a change of etcd as an event config_updated, run by etcdctl: etcdctl watch --prefix / -- emperor etcd-event. It prints propagated, or ignored and the reason on standard error.",
      "A value that is put at /PRODUCT/KEY is one, with its revision as the version. exec-watch of version 2 runs it as well."
    },
    footer = {
      "",
      "Exit status: 0 when it is sent or ignored; 2 for wrong words, 1 when it can't be sent."
    })
final class EtcdEventCommand implements Callable<Integer> {

  private final Map<String, String> environment;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--prefix",
      paramLabel = "PREFIX",
      description = "What stands before PRODUCT/KEY. Default: /.")
  private String prefix = "/";

  @Mixin private final PublishOptions options = new PublishOptions();

  EtcdEventCommand(Map<String, String> environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() throws UsageException, InterruptedException {
    List<String> problems = new ArrayList<>();
    if (!EtcdWatchEvent.isIn(environment)) {
      problems.add(
          "etcd-event: etcdctl has not run it, as neither ETCD_WATCH_EVENT_TYPE nor ETCD_WATCH_ACTION is set; run etcdctl watch --prefix / -- emperor etcd-event");
    }
    Optional<? extends Publisher> publisher = options.publisher(environment, problems);
    if (!problems.isEmpty()) {
      throw new UsageException(problems);
    }
    ConfigUpdate update;
    try {
      update = EtcdWatchEvent.of(environment, prefix.endsWith("/") ? prefix : prefix + "/");
      byte[] unused = options.carrier().payload(update);
    } catch (UpdateException e) {
      tell(e);
      return said("ignored");
    }
    try {
      publisher.orElseThrow().publish(update);
    } catch (UpdateException e) {
      tell(e);
      return ExitStatus.FAILED;
    }
    return said("propagated");
  }

  private void tell(UpdateException failure) {
    spec.commandLine().getErr().println("emperor: " + failure.line());
  }

  private int said(String word) {
    new Screen(spec.commandLine()).line(word);
    return ExitStatus.CLEAN;
  }
}

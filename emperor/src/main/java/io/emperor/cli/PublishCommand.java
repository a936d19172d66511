package io.emperor.cli;

import io.emperor.base.SafeText;
import io.emperor.cli.option.UsageException;
import io.emperor.cli.publish.PublishOptions;
import io.emperor.cli.publish.SerfPublisher;
import io.emperor.cli.run.ExitStatus;
import io.emperor.cli.terminal.Screen;
import io.emperor.provisioning.update.Carrier;
import io.emperor.provisioning.update.ConfigUpdate;
import io.emperor.provisioning.update.Publisher;
import io.emperor.provisioning.update.UpdateException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code emperor publish PRODUCT KEY VERSION JSON}. */
@Command(
    name = "publish",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Sends a piece of configuration to all nodes that want it, as an event config_updated. Each of them keeps the highest version of a key.",
    footer = {
      "",
      "Exit status: 0 when it is sent, and with --query when somebody has answered and all have said ok; 2 for wrong words, 1 otherwise."
    })
final class PublishCommand implements Callable<Integer> {

  private static final int LONGEST = 1 << 20;
  private static final String OK = "ok";

  private final Map<String, String> environment;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      index = "0",
      paramLabel = "PRODUCT",
      description = "Letters, digits, dots, underscores and hyphens, no dot first.")
  private String product = "";

  @Parameters(index = "1", paramLabel = "KEY", description = "The same.")
  private String key = "";

  @Parameters(
      index = "2",
      paramLabel = "VERSION",
      description = "A whole number from 0; nodes take it if theirs is lower.")
  private String version = "";

  @Parameters(
      index = "3",
      paramLabel = "JSON",
      description = "An object, or - to read it from standard input.")
  private String json = "";

  @Mixin private final PublishOptions options = new PublishOptions();

  @Option(
      names = "--query",
      description = "Asks by a query of serf instead, which nodes answer, and prints the answers.")
  private boolean query;

  @Option(
      names = "--tag",
      paramLabel = "KEY=REGEX",
      description = "Asks only nodes with such a tag, with --query; repeatable.")
  private Map<String, String> tags = new LinkedHashMap<>();

  PublishCommand(Map<String, String> environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() throws UsageException, IOException, InterruptedException {
    List<String> problems = new ArrayList<>();
    if (query && !options.isSerf()) {
      problems.add("--query: is for --via serf alone; Consul's events are not answered");
    }
    if (!query && !tags.isEmpty()) {
      problems.add("--tag: is for --query alone");
    }
    Optional<ConfigUpdate> update = update(problems);
    try {
      return query && options.isSerf() ? ask(update, problems) : send(update, problems);
    } catch (UpdateException e) {
      spec.commandLine().getErr().println("emperor: " + e.line());
      return ExitStatus.FAILED;
    }
  }

  /** What is sent, and whether it can be. */
  private Optional<ConfigUpdate> update(List<String> problems) throws IOException {
    try {
      long number = Long.parseLong(version);
      ConfigUpdate update = ConfigUpdate.of(product, key, number, json.equals("-") ? read() : json);
      byte[] unused = carrier().payload(update);
      return Optional.of(update);
    } catch (NumberFormatException e) {
      problems.add(
          "VERSION: '%s' is no whole number from 0 to 2^63 - 1"
              .formatted(SafeText.escaped(version, 40)));
    } catch (UpdateException e) {
      problems.add(e.line());
    }
    return Optional.empty();
  }

  private Carrier carrier() {
    return query ? Carrier.SERF_QUERY : options.carrier();
  }

  private static String read() throws IOException {
    InputStream in = System.in;
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(in.readNBytes(LONGEST)))
          .toString();
    } catch (CharacterCodingException e) {
      return ""; // no JSON
    }
  }

  private int send(Optional<ConfigUpdate> update, List<String> problems)
      throws UsageException, InterruptedException {
    Optional<? extends Publisher> publisher = options.publisher(environment, problems);
    require(problems);
    publisher.orElseThrow().publish(update.orElseThrow());
    tell("sent", update.orElseThrow());
    return ExitStatus.CLEAN;
  }

  private int ask(Optional<ConfigUpdate> update, List<String> problems)
      throws UsageException, InterruptedException {
    Optional<SerfPublisher> publisher = options.serf(environment, problems);
    require(problems);
    tell("asks for", update.orElseThrow());
    AtomicInteger answered = new AtomicInteger();
    AtomicInteger agreed = new AtomicInteger();
    Screen screen = new Screen(spec.commandLine());
    publisher
        .orElseThrow()
        .ask(
            update.orElseThrow(),
            tags,
            (node, answer) -> {
              String text = new String(answer, StandardCharsets.UTF_8);
              answered.incrementAndGet();
              agreed.addAndGet(text.equals(OK) ? 1 : 0);
              screen.line(SafeText.line(node) + ": " + SafeText.line(text));
            });
    if (answered.get() == 0) {
      throw new UpdateException(
          "no node has answered; look whether any subscribes to the product, and at the tags");
    }
    return agreed.get() == answered.get() ? ExitStatus.CLEAN : ExitStatus.FAILED;
  }

  private static void require(List<String> problems) throws UsageException {
    if (!problems.isEmpty()) {
      throw new UsageException(problems);
    }
  }

  private void tell(String verb, ConfigUpdate update) {
    new Screen(spec.commandLine())
        .line(
            String.format(
                Locale.ROOT,
                "%s %s of %s/%s, version %d: %d bytes of %d",
                verb,
                ConfigUpdate.EVENT,
                update.product(),
                update.key(),
                update.version(),
                update.payload().length,
                carrier().longest()));
  }
}

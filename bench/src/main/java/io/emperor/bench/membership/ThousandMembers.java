package io.emperor.bench.membership;

import io.emperor.bench.BenchPaths;
import io.emperor.bench.Samples;
import io.emperor.provisioning.commit.Checks;
import io.emperor.provisioning.commit.FileCommit;
import io.emperor.provisioning.commit.Outcome;
import io.emperor.provisioning.membership.FileFormat;
import io.emperor.provisioning.membership.FilesPlan;
import io.emperor.provisioning.membership.HaproxyPlan;
import io.emperor.provisioning.membership.MembershipFiles;
import io.emperor.provisioning.membership.Peer;
import io.emperor.provisioning.membership.ProductsReader;
import io.emperor.provisioning.membership.Subscriptions;
import io.emperor.provisioning.program.OnChange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Files of many members, in a JVM that did nothing else before: read, rendered, in place. */
public final class ThousandMembers {

  static final String FIRST = "first";
  static final String CHANGED = "changed";
  static final String WRITES = "writes";

  /** How often it is looked where nothing has changed. */
  public static final int LOOKS = 1_000;

  /** How often something has changed. */
  public static final int ROUNDS = 100;

  private static final int WARM_UP = 50;
  private static final String MARK = "figure ";
  private static final OnChange NOTHING = OnChange.parse("none");
  private static final Subscriptions SUBSCRIPTIONS =
      Subscriptions.of(List.of("shop", "billing"), List.of("search"));

  private final ProductsReader reader = new ProductsReader(SUBSCRIPTIONS);
  private final MembershipFiles files;
  private final FileCommit commit;

  ThousandMembers(Path directory) {
    files =
        new MembershipFiles(
            "bench",
            new FilesPlan(
                directory,
                EnumSet.allOf(FileFormat.class),
                SUBSCRIPTIONS,
                Optional.empty(),
                new HaproxyPlan(Optional.empty(), 10, NOTHING),
                NOTHING));
    commit =
        new FileCommit(
            "bench",
            new Checks(
                command -> {
                  throw new IllegalStateException("there is no check");
                },
                Map.of(),
                directory,
                false));
  }

  /**
   * Prints the figures.
   *
   * @param args the directory of the files, how many members, how often nothing changes
   * @throws InterruptedException never
   */
  public static void main(String[] args) throws InterruptedException {
    new ThousandMembers(Path.of(args[0]))
        .run(Integer.parseInt(args[1]), Integer.parseInt(args[2]))
        .forEach(System.out::println);
  }

  /** Runs that in a process of its own. */
  static Samples measure(BenchPaths paths, int members) throws IOException {
    Process process =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-cp",
                System.getProperty("java.class.path"),
                ThousandMembers.class.getName(),
                paths.scratch().toString(),
                Integer.toString(members),
                Integer.toString(LOOKS))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (var output = process.inputReader(StandardCharsets.UTF_8)) {
      return figures(output.lines().toList());
    } finally {
      process.destroy();
    }
  }

  static Samples figures(List<String> lines) {
    Samples samples = new Samples();
    for (String line : lines) {
      if (line.startsWith(MARK)) {
        String[] words = line.split(" ", -1);
        samples.add(words[1], Double.parseDouble(words[2]));
      }
    }
    return samples;
  }

  /** The figures, a line each. */
  List<String> run(int members, int looks) throws InterruptedException {
    List<String> lines = new ArrayList<>();
    List<Peer> peers = new ArrayList<>();
    IntStream.range(0, members).forEach(number -> peers.add(peer(number, 0)));
    lines.add(line(FIRST, milliseconds(peers)));
    for (int i = 1; i <= WARM_UP + ROUNDS; i++) {
      peers.set(i % members, peer(i % members, i));
      double taken = milliseconds(peers);
      if (i > WARM_UP) {
        lines.add(line(CHANGED, taken));
      }
    }
    int writes = 0;
    for (int i = 0; i < looks; i++) {
      writes += put(peers);
    }
    lines.add(line(WRITES, writes));
    return lines;
  }

  private static String line(String what, double figure) {
    return MARK + what + " " + figure;
  }

  private double milliseconds(List<Peer> peers) throws InterruptedException {
    long begun = System.nanoTime();
    int written = put(peers);
    double taken = (System.nanoTime() - begun) / 1e6;
    if (written == 0) {
      throw new IllegalStateException("nothing was written");
    }
    return taken;
  }

  /** How many files were written. */
  private int put(List<Peer> peers) throws InterruptedException {
    Outcome outcome = commit.commit(files.render(reader.read(peers, List.of())).files());
    if (outcome instanceof Outcome.Committed committed) {
      return committed.destinations().size();
    }
    throw new IllegalStateException(outcome.toString());
  }

  /** One of twenty is of two products; each has some services of some ports. */
  private static Peer peer(int number, int version) {
    String product = List.of("shop", "billing", "search").get(number % 3);
    boolean isPublic = product.equals("search") || number % 2 == 0;
    String service = isPublic ? "public" : "web-" + number % 10;
    String port = Integer.toString(8_000 + version);
    return new Peer(
        "node-" + number,
        "10.1." + number / 250 + "." + (1 + number % 250),
        number % 20 == 0
            ? Map.of(
                "products",
                "shop:billing",
                "shop.service_type",
                "public:admin",
                "shop.public.service_port",
                port,
                "shop.admin.service_port",
                "9000",
                "billing.service_type",
                "ledger",
                "billing.ledger.service_port",
                port)
            : Map.of(
                "role",
                "app:" + product,
                "products",
                product,
                product + ".service_type",
                service,
                product + "." + service + ".service_port",
                port));
  }
}

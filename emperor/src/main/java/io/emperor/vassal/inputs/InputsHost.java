package io.emperor.vassal.inputs;

import io.emperor.base.DaemonThreads;
import io.emperor.base.SafeText;
import io.emperor.inputs.ChildPrograms;
import io.emperor.inputs.CommandEnvironment;
import io.emperor.provisioning.Inputs;
import io.emperor.provisioning.Surroundings;
import io.emperor.provisioning.commit.Checks;
import io.emperor.provisioning.commit.Destinations;
import io.emperor.provisioning.commit.FileCommit;
import io.emperor.provisioning.commit.LastKnownGood;
import io.emperor.provisioning.credential.CredentialDirectory;
import io.emperor.provisioning.credential.Credentials;
import io.emperor.provisioning.database.DatabaseLibraries;
import io.emperor.provisioning.source.Cluster;
import io.emperor.runtime.PrivateDirectory;
import io.emperor.runtime.process.ChildProcesses;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadFactory;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** Where all vassals get their inputs. Safe for use by many threads. */
public final class InputsHost {

  private static final Logger log = LoggerFactory.getLogger(InputsHost.class);

  /** No vassal has such a name. */
  private static final String MEMBERSHIP = "the membership file";

  private static final Path HERE = Path.of("").toAbsolutePath();

  private final Cluster cluster;
  private final ChildProcesses children;
  private final Path home;
  private final Turns turns;
  private final Destinations destinations = new Destinations();
  private final DatabaseLibraries databases = DatabaseLibraries.own();
  private final Map<String, VassalFiles> all = new ConcurrentHashMap<>();

  /**
   * Asks nothing yet.
   *
   * @param cluster Consul
   * @param children starts handlers and commands
   * @param home of this emperor alone: what sources had, and what vassals are given, is kept here,
   *     in a directory for each vassal
   * @param turns when changes are taken that the fleet takes one emperor after another
   */
  public InputsHost(Cluster cluster, ChildProcesses children, Path home, Turns turns) {
    this.cluster = cluster;
    this.children = children;
    this.home = home;
    this.turns = turns;
  }

  /** Keeps from all vassals the files that this emperor writes for programs that are none. */
  public void reserve(Inputs membership) {
    List<String> unclaimed = destinations.claim(MEMBERSHIP, membership.destinations());
    if (!unclaimed.isEmpty()) {
      throw new IllegalStateException("vassals write already: " + String.join("; ", unclaimed));
    }
  }

  /**
   * Begins to look at what a generation needs.
   *
   * @param vassal its name
   * @param number the generation's
   * @param app a jar that may have a driver of its database
   * @param change what becomes of changes once it has them
   * @param atOnce how many emperors may take a change at once; 0 for all
   * @throws IOException if nothing can be kept for the vassal, or another vassal writes one of its
   *     files
   */
  public GenerationInputs open(
      String vassal, int number, Inputs inputs, Optional<Path> app, InputsChange change, int atOnce)
      throws IOException {
    Path directory = PrivateDirectory.made(home.resolve(vassal));
    ChildPrograms programs = new ChildPrograms(children, vassal);
    VassalFiles files = files(vassal, programs);
    files.claim(inputs.destinations());
    Surroundings surroundings =
        new Surroundings(
            () -> cluster,
            programs,
            files.commit(),
            Optional.of(
                new Credentials.Place(
                    new CredentialDirectory(directory, number),
                    new LastKnownGood(directory.resolve("credentials.json")))),
            app.map(databases::with).orElse(databases),
            CommandEnvironment.inherited(),
            Optional.of(
                new Surroundings.Stores(
                    new LastKnownGood(directory.resolve("last-known-good.json")),
                    new LastKnownGood(directory.resolve("answers.json")))),
            threads(vassal));
    SettingsJson file = new SettingsJson(directory.resolve("settings-" + number + ".json"));
    return new GenerationInputs(inputs, surroundings, file, files, change, atOnce);
  }

  /** Removes the credentials that an emperor that was killed has left to programs that are gone. */
  public void sweep() {
    try (DirectoryStream<Path> kept = Files.newDirectoryStream(home)) {
      for (Path directory : kept) {
        CredentialDirectory.sweep(directory);
      }
    } catch (NoSuchFileException e) {
      log.debug("nothing was kept yet", e);
    } catch (IOException | DirectoryIteratorException e) {
      log.warn("credentials of an emperor that was killed stay in {}: {}", home, SafeText.of(e));
    }
  }

  /** Those of one vassal are the same for all of its generations. */
  private VassalFiles files(String vassal, ChildPrograms programs) {
    return all.computeIfAbsent(
        vassal,
        name ->
            new VassalFiles(
                name,
                new FileCommit(
                    name, new Checks(programs, CommandEnvironment.inherited(), HERE, true)),
                destinations,
                new VassalRollout(name, turns)));
  }

  /**
   * Removes what is kept for vassals that are no more.
   *
   * @param gone whether there is no vassal of a name
   */
  public void forget(Predicate<String> gone) {
    try (DirectoryStream<Path> kept = Files.newDirectoryStream(home)) {
      for (Path directory : kept) {
        if (gone.test(directory.getFileName().toString())) {
          CredentialDirectory.sweep(directory);
          PrivateDirectory.delete(directory);
          all.remove(directory.getFileName().toString());
        }
      }
    } catch (NoSuchFileException e) {
      log.debug("nothing was kept yet", e);
    } catch (IOException | DirectoryIteratorException e) {
      log.warn("what vassals had that are gone stays in {}: {}", home, SafeText.of(e));
    }
  }

  /** Threads whose lines in the log are the vassal's. */
  private static ThreadFactory threads(String vassal) {
    DaemonThreads threads = new DaemonThreads("inputs-" + vassal);
    return task ->
        threads.newThread(
            () -> {
              MDC.put("vassal", vassal);
              task.run();
            });
  }
}

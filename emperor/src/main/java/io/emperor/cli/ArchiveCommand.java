package io.emperor.cli;

import io.emperor.base.ClassArchive;
import io.emperor.cli.run.AwaitTrainingRun;
import io.emperor.cli.run.ExitStatus;
import io.emperor.cli.run.TrainingRun;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code emperor archive}. */
@Command(
    name = "archive",
    mixinStandardHelpOptions = true,
    description = {
      "Makes this distribution start quicker with this Java: puts its classes ready for use into a file in lib/, in some seconds, by running an emperor with an agent of its own for a moment.",
      "Once after unpacking, and again after Java was updated, by whoever may write lib/. Without the file, or with one that does not fit, the emperor starts as before."
    })
final class ArchiveCommand implements Callable<Integer> {

  private static final List<String> EXAMPLES = List.of("hello.jar", "settings.jar");

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException, InterruptedException {
    Path lib = Path.of(System.getProperty("java.class.path")).toAbsolutePath().getParent();
    if (lib == null || !Files.isWritable(lib)) {
      return failed(lib + " can't be written: run this as the user who owns it");
    }
    List<Path> apps =
        EXAMPLES.stream()
            .map(lib.resolveSibling("examples").resolve("vassals")::resolve)
            .filter(Files::isRegularFile)
            .toList();
    ClassArchive emperors = archive(lib, "");
    try (TrainingRun run = new TrainingRun(Main.class, making(emperors), apps)) {
      keep(emperors, run.goesWell(), run.output());
    } catch (IOException e) {
      return failed("no archive was made: " + e.getMessage());
    } finally {
      emperors.discard();
    }
    ClassArchive awaits = archive(lib, "-await"); // which is to be small
    try (AwaitTrainingRun run = new AwaitTrainingRun(AwaitRehearsal.class, making(awaits))) {
      keep(awaits, run.goesWell(), run.output());
    } catch (IOException e) {
      return failed("no archive was made for await: " + e.getMessage());
    } finally {
      awaits.discard();
    }
    return ExitStatus.CLEAN;
  }

  private static ClassArchive archive(Path lib, String suffix) {
    // Not beside apps' data: what is in it is run as if it were in a jar.
    String name = "java-" + System.getProperty("java.version") + suffix;
    return ClassArchive.in(lib, name, lib, Long.toString(ProcessHandle.current().pid()));
  }

  private static List<String> making(ClassArchive archive) {
    return List.of(archive.making(), "-Xlog:disable", "-Xlog:all=error:stderr", "-Xlog:cds*=off");
  }

  private void keep(ClassArchive archive, boolean wentWell, String output) throws IOException {
    if (!wentWell || !archive.isMade()) {
      throw new IOException("the trial run has failed:\n" + output);
    }
    archive.finish();
    spec.commandLine().getOut().println(archive.file());
  }

  private int failed(String problem) {
    PrintWriter err = spec.commandLine().getErr();
    err.println("emperor: " + problem);
    return ExitStatus.FAILED;
  }
}

package io.emperor.cli;

import io.emperor.cli.run.ClassArchive;
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
    return made(ClassArchive.in(lib), lib.resolveSibling("examples").resolve("vassals"));
  }

  private int made(ClassArchive archive, Path examples) throws IOException, InterruptedException {
    List<Path> apps =
        EXAMPLES.stream().map(examples::resolve).filter(Files::isRegularFile).toList();
    try (TrainingRun run = new TrainingRun(Main.class, archive.making(), apps)) {
      if (!run.goesWell() || !Files.isRegularFile(archive.unfinished())) {
        return failed("no archive was made:\n" + run.output());
      }
      archive.finish();
      spec.commandLine().getOut().println(archive.file());
      return ExitStatus.CLEAN;
    } catch (IOException e) {
      return failed("no archive was made: " + e);
    } finally {
      archive.discard();
    }
  }

  private int failed(String problem) {
    PrintWriter err = spec.commandLine().getErr();
    err.println("emperor: " + problem);
    return ExitStatus.FAILED;
  }
}

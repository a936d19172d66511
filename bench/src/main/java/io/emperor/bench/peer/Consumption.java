package io.emperor.bench.peer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** What processes take from the machine, as Linux counts it. */
public final class Consumption {

  private static final double TICKS_A_SECOND = 100; // USER_HZ, the same on all of Linux' platforms

  private Consumption() {}

  /**
   * The proportional set size of a process and its descendants: what they share is divided.
   *
   * @return MB of 1,048,576 bytes
   */
  public static double megabytes(ProcessHandle process) {
    return family(process).mapToLong(handle -> kilobytes(handle.pid())).sum() / 1024.0;
  }

  /**
   * Has a JVM collect its garbage; what it gives the system back for that, it gives back some time
   * after.
   *
   * @throws IllegalStateException if it does not collect when it is told
   */
  public static void collectGarbage(ProcessHandle jvm) {
    Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    List<String> command = List.of(jcmd.toString(), Long.toString(jvm.pid()), "GC.run");
    Process collection =
        Directory.io(
            () -> new ProcessBuilder(command).inheritIO().redirectOutput(Redirect.DISCARD).start());
    if (collection.onExit().join().exitValue() != 0) {
      throw new IllegalStateException(String.join(" ", command) + " has failed");
    }
  }

  /**
   * What the objects of a JVM's heap take that something refers to.
   *
   * @return MB of 1,048,576 bytes
   * @throws IllegalStateException if it does not say it
   */
  public static double liveMegabytes(ProcessHandle jvm) {
    Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    String said =
        Directory.io(
            () ->
                new String(
                    new ProcessBuilder(
                            jcmd.toString(), Long.toString(jvm.pid()), "GC.class_histogram")
                        .start()
                        .getInputStream()
                        .readAllBytes(),
                    StandardCharsets.UTF_8));
    return liveMegabytes(said);
  }

  /** The last column of the last line, which is the total. */
  static double liveMegabytes(String histogram) {
    String[] words = histogram.strip().split("\\s+", -1);
    if (words.length < 3 || !words[words.length - 3].equals("Total")) {
      throw new IllegalStateException("no histogram: " + histogram);
    }
    return Long.parseLong(words[words.length - 1]) / 1048576.0;
  }

  /**
   * The processor time that a process and its descendants have taken, the dead left out.
   *
   * @return seconds
   */
  public static double processorSeconds(ProcessHandle process) {
    return family(process).mapToLong(handle -> ticks(handle.pid())).sum() / TICKS_A_SECOND;
  }

  /**
   * Looks whether the machine has so much to give.
   *
   * @throws IllegalStateException if it has not
   */
  public static void require(int megabytes) {
    long available = kilobytes("MemAvailable:", read("/proc/meminfo")) / 1024;
    if (available < megabytes) {
      throw new IllegalStateException(
          String.format(
              Locale.ROOT, "%d MB of memory are needed, %d are available", megabytes, available));
    }
  }

  private static Stream<ProcessHandle> family(ProcessHandle process) {
    return Stream.concat(Stream.of(process), process.descendants());
  }

  private static long kilobytes(long pid) {
    return kilobytes("Pss:", read("/proc/" + pid + "/smaps_rollup"));
  }

  /** The field of a file of the kernel's; zero, if it is not there. */
  static long kilobytes(String field, String text) {
    return text.lines()
        .filter(line -> line.startsWith(field))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .sum();
  }

  /** The 14th and 15th field; the second may have spaces, but ends at the last bracket. */
  private static long ticks(long pid) {
    String stat = read("/proc/" + pid + "/stat");
    if (stat.isEmpty()) {
      return 0;
    }
    String[] afterName = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return Long.parseLong(afterName[11]) + Long.parseLong(afterName[12]);
  }

  /** Nothing, if the process has ended. */
  private static String read(String file) {
    try {
      return Files.readString(Path.of(file));
    } catch (NoSuchFileException e) {
      return "";
    } catch (IOException e) {
      if (String.valueOf(e.getMessage()).contains("No such process")) {
        return "";
      }
      throw new UncheckedIOException(e);
    }
  }
}

package io.emperor.runtime.shared;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds virtual threads, which are in no group: Java lists them in a dump of all threads alone,
 * since 21. The stacks in it name the class loaders of the code that runs.
 */
public final class VirtualThreads {

  private static final Pattern HEADER =
      Pattern.compile("#(\\d+) \"([^\"]*+)(\"( virtual)?.*)?", Pattern.DOTALL);

  /** Rather few of many: a reader needs an example. */
  private static final int MOST = 20;

  private static final @Nullable Dump DUMP = dump();

  private record Dump(Method method, Object format) {}

  private VirtualThreads() {}

  private static @Nullable Dump dump() {
    Class<?> bean = HotSpotDiagnosticMXBean.class;
    try {
      Class<?> formats = Class.forName(bean.getName() + "$ThreadDumpFormat");
      return new Dump(
          bean.getMethod("dumpThreads", String.class, formats),
          formats.getField("TEXT_PLAIN").get(null));
    } catch (ReflectiveOperationException e) {
      return null; // an older Java
    }
  }

  /**
   * The virtual threads that code of a loader's runs in; takes some milliseconds.
   *
   * @param loader the name of the class loader
   * @return what they are called, some of them if they are many; empty before Java 21
   */
  static synchronized List<String> running(String loader) {
    if (DUMP == null) {
      return List.of();
    }
    try {
      Path directory = Files.createTempDirectory("threads");
      Path file = directory.resolve("dump");
      try {
        Object unused =
            DUMP.method.invoke(
                ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class),
                file.toString(),
                DUMP.format);
        return found(file, loader);
      } finally {
        Files.deleteIfExists(file);
        Files.delete(directory);
      }
    } catch (IOException | ReflectiveOperationException e) {
      return List.of();
    }
  }

  private static List<String> found(Path dump, String loader) throws IOException {
    Reading reading = new Reading(loader);
    try (Stream<String> lines = Files.lines(dump, StandardCharsets.UTF_8)) {
      lines.forEach(reading::take);
    }
    return reading.found();
  }

  public static final class Reading {
    private final String mark;
    private final List<String> found = new ArrayList<>();
    private int more;
    private String name = "";
    private boolean virtual;

    public Reading(String loader) {
      mark = loader + "/";
    }

    public void take(String line) {
      Matcher header = HEADER.matcher(line);
      if (header.matches()) {
        name = header.group(2).isEmpty() ? "virtual thread #" + header.group(1) : header.group(2);
        virtual = header.group(4) != null;
      } else if (!line.startsWith(" ")) {
        virtual |= line.contains("\" virtual"); // the name has had more than one line
      } else if (virtual && frame(line).startsWith(mark)) {
        virtual = false; // once is enough
        add();
      }
    }

    private static String frame(String line) {
      String stripped = line.strip();
      return stripped.startsWith("at ") ? stripped.substring("at ".length()) : stripped;
    }

    private void add() {
      if (found.size() < MOST) {
        found.add(name);
      } else {
        more++;
      }
    }

    List<String> found() {
      if (more > 0) {
        found.add(String.format(Locale.ROOT, "and %d more", more));
      }
      return found;
    }
  }
}

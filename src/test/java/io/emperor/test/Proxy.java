package io.emperor.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** Debian's own proxies, and what {@code docs/proxies.md} says to write for each. */
enum Proxy {
  HAPROXY("HAProxy", "haproxy.cfg"),
  NGINX("nginx", "shop.conf");

  private static final Path PAGE = EmperorProcess.HOME.resolve("docs/proxies.md");

  private static final Path FETCH =
      EmperorProcess.HOME.resolve("../../../bin/fetch-proxy").normalize();

  /** A file's name in bold, then perhaps some words, then the file. */
  private static final Pattern FILE =
      Pattern.compile("(?ms)^\\*\\*`([^`]+)`\\*\\*[^\\n]*\\n\\n```[a-z]+\\n(.*?)^```$");

  /** Directories for themselves, which only root can write in. */
  private static final Pattern PLACE = Pattern.compile("/(etc/haproxy|etc/nginx|run/haproxy|run)/");

  /** Directories that an installation of nginx makes, and its unpacked package has not. */
  private static final String SPOOLS =
      Stream.of("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
          .map(each -> "    " + each + "_temp_path /run/" + each + ";\n")
          .collect(Collectors.joining());

  private final String heading;
  private final String file;

  Proxy(String heading, String file) {
    this.heading = heading;
    this.file = file;
  }

  /** The name of the file that it reads. */
  String file() {
    return file;
  }

  /** Where it is; the test is left out without, but not in continuous integration. */
  Path binary() {
    Command found =
        Command.run("sh", "-c", FETCH + " " + name().toLowerCase(Locale.ROOT) + " 2>&1");
    if (found.status() != 0) {
      if (System.getenv("CI") != null) {
        throw new AssertionError(found.output());
      }
      Assumptions.abort("left out: " + found.output());
    }
    List<String> lines = found.output().lines().toList();
    return Path.of(lines.get(lines.size() - 1));
  }

  /**
   * The recipe's files by their names.
   *
   * @param port the port that it listens on
   * @param directory where all that it reads and writes is
   */
  Map<String, String> recipe(int port, Path directory) {
    try {
      String page = Files.readString(PAGE);
      int begin = page.indexOf("\n## " + heading + "\n");
      int end = page.indexOf("\n## ", begin + 1);
      assertThat(begin).isPositive();
      Map<String, String> files = new LinkedHashMap<>();
      Matcher found = FILE.matcher(page.substring(begin, end < 0 ? page.length() : end));
      while (found.find()) {
        String text = found.group(2).replace("\nhttp {\n", "\nhttp {\n" + SPOOLS);
        String here = PLACE.matcher(text).replaceAll(directory + "/");
        files.put(found.group(1), here.replace("8080", Integer.toString(port)));
      }
      return files;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

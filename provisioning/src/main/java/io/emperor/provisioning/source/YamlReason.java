package io.emperor.provisioning.source;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/** What a parser says of a file, without what stands in the file, which may be secret. */
final class YamlReason {

  /** Where the parser's reasons repeat what stands in the file. */
  private static final Pattern SEEN =
      Pattern.compile(
          ",? ?but (found|got)\\b.*|,? got this instead.*| ?\\(.*|['\"`][^'\"` ][^'\"`]+['\"`].*"
              + "|(?<=escape character|character found|tag handle|version|UTF-8)\\W.*");

  private static final String TAB = "'\\t(TAB)'";

  private YamlReason() {}

  static String line(String file, JsonProcessingException e) {
    String reason = reason(e);
    return place(file, e)
        + ": is not YAML"
        + (reason.isEmpty() ? "" : ": " + reason)
        + "; correct it";
  }

  /** Jackson says where the part before begins, and YAML's own parser where it failed. */
  private static String place(String file, JsonProcessingException e) {
    if (e.getCause() instanceof MarkedYAMLException marked && marked.getProblemMark() != null) {
      return file + ":" + (marked.getProblemMark().getLine() + 1);
    }
    JsonLocation at = e.getLocation();
    return at == null ? file : file + ":" + at.getLineNr();
  }

  /** The parser's own lines are the context and the reason; its quotes are indented. */
  private static String reason(JsonProcessingException e) {
    return e.getOriginalMessage()
        .lines()
        .filter(line -> !line.isBlank() && !Character.isWhitespace(line.charAt(0)))
        .filter(line -> !line.startsWith("in '") && !line.startsWith("in \""))
        .map(line -> line.replace(TAB, "a tab"))
        .map(line -> SEEN.matcher(line).replaceFirst("").strip())
        .filter(line -> !line.isEmpty())
        .collect(Collectors.joining(", "));
  }
}

package io.emperor.provisioning.update;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.emperor.provisioning.schema.StrictJson;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The bytes of a file that keeps an update: a JSON object in UTF-8, {@code _version} first and then
 * the members sorted by code point, at every depth; each member and each element in a line of its
 * own behind four blanks for each depth; <code>": "</code> behind a name, {@code {}} and {@code []}
 * where nothing is in them, and a line end at the end.
 */
final class UpdateFile {

  private static final int LONGEST = 1 << 20;
  private static final DefaultIndenter LINES = new DefaultIndenter("    ", "\n");
  private static final JsonMapper JSON = new JsonMapper();
  private static final ObjectWriter WRITER =
      JSON.writer(
          new DefaultPrettyPrinter(
                  Separators.createDefaultInstance()
                      .withRootSeparator("")
                      .withObjectFieldValueSpacing(Separators.Spacing.AFTER)
                      .withObjectEmptySeparator("")
                      .withArrayEmptySeparator(""))
              .withObjectIndenter(LINES)
              .withArrayIndenter(LINES));

  private UpdateFile() {}

  static byte[] content(ConfigUpdate update) {
    ObjectNode file = JSON.createObjectNode().put(ConfigUpdate.VERSION, update.version());
    file.setAll((ObjectNode) sorted(update.config()));
    try {
      return ConfigUpdate.utf8(WRITER.writeValueAsString(file) + "\n");
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("can't happen: it is a tree", e);
    }
  }

  private static JsonNode sorted(JsonNode value) {
    if (value.isObject()) {
      ObjectNode sorted = JSON.createObjectNode();
      value.properties().stream()
          .sorted(Comparator.comparing(member -> codePoints(member.getKey()), Arrays::compare))
          .forEach(member -> sorted.set(member.getKey(), sorted(member.getValue())));
      return sorted;
    }
    if (value.isArray()) {
      ArrayNode sorted = JSON.createArrayNode();
      value.forEach(element -> sorted.add(sorted(element)));
      return sorted;
    }
    return value;
  }

  private static int[] codePoints(String text) {
    return text.codePoints().toArray();
  }

  /** The version that a file has; empty if it is not there, is broken, or has none. */
  static OptionalLong version(Path file) {
    return read(file)
        .flatMap(ConfigUpdate::text)
        .flatMap(StrictJson::parsed)
        .map(content -> content.path(ConfigUpdate.VERSION))
        .filter(version -> version.isIntegralNumber() && version.canConvertToLong())
        .map(version -> OptionalLong.of(version.longValue()))
        .orElse(OptionalLong.empty());
  }

  private static Optional<byte[]> read(Path file) {
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.empty();
    }
    try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.of(in.readNBytes(LONGEST));
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}

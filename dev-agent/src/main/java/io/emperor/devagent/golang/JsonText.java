package io.emperor.devagent.golang;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** JSON as Go writes it for people, which an agent in development mode always does. */
public final class JsonText {

  private static final ObjectWriter WRITER = writer();

  private JsonText() {}

  public static byte[] write(JsonNode json) {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    try (JsonGenerator generator = generator(text)) {
      generator.writeTree(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    text.write('\n');
    return text.toByteArray();
  }

  /** Writes the same, bit by bit. */
  static JsonGenerator generator(OutputStream out) {
    try {
      // As bytes, Jackson would escape what lies beyond the basic plane.
      return WRITER.createGenerator(new OutputStreamWriter(out, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ObjectWriter writer() {
    JsonMapper mapper = JsonMapper.builder().build();
    mapper.getFactory().setCharacterEscapes(new GoEscapes());
    return mapper.writer(new GoPrinter());
  }

  private static final class GoPrinter extends DefaultPrettyPrinter {

    private static final long serialVersionUID = 1;
    private static final DefaultIndenter INDENT = new DefaultIndenter("    ", "\n");

    GoPrinter() {
      super(
          Separators.createDefaultInstance()
              .withObjectFieldValueSpacing(Separators.Spacing.AFTER)
              .withObjectEmptySeparator("")
              .withArrayEmptySeparator(""));
      indentArraysWith(INDENT);
      indentObjectsWith(INDENT);
    }

    GoPrinter(GoPrinter base) {
      super(base);
    }

    @Override
    public DefaultPrettyPrinter createInstance() {
      return new GoPrinter(this);
    }
  }

  /** Go escapes what HTML could take for its own, and control characters in lower case. */
  private static final class GoEscapes extends CharacterEscapes {

    private static final long serialVersionUID = 1;

    @Override
    public int[] getEscapeCodesForAscii() {
      int[] codes = standardAsciiEscapesForJSON();
      for (char c = 0; c < 0x20; c++) {
        if (c != '\n' && c != '\r' && c != '\t') {
          codes[c] = ESCAPE_CUSTOM;
        }
      }
      codes['<'] = ESCAPE_CUSTOM;
      codes['>'] = ESCAPE_CUSTOM;
      codes['&'] = ESCAPE_CUSTOM;
      return codes;
    }

    @Override
    public @Nullable SerializableString getEscapeSequence(int ch) {
      boolean escaped = ch < 0x20 || "<>&\u2028\u2029".indexOf(ch) >= 0;
      return escaped ? new SerializedString(String.format(Locale.ROOT, "\\u%04x", ch)) : null;
    }
  }
}

package io.emperor.devagent.golang;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** JSON as Go writes it for people, which an agent in development mode always does. */
public final class JsonText {

  private static final JsonFactory FACTORY =
      new JsonFactoryBuilder().characterEscapes(new GoEscapes()).build();

  private JsonText() {}

  public static byte[] write(JsonNode json) {
    StringWriter text = new StringWriter();
    try (JsonGenerator generator = generator(text)) {
      write(json, generator);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.append('\n').toString().getBytes(StandardCharsets.UTF_8);
  }

  /** Writes the same, bit by bit. */
  static JsonGenerator generator(StringWriter text) {
    try {
      // As bytes, Jackson would escape what lies beyond the basic plane.
      return FACTORY.createGenerator(text).setPrettyPrinter(new GoPrinter());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * What a mapper does with a tree: but a mapper is four hundred classes that have to be loaded.
   */
  static void write(JsonNode json, JsonGenerator generator) throws IOException {
    switch (json.getNodeType()) {
      case OBJECT -> {
        generator.writeStartObject();
        for (Map.Entry<String, JsonNode> field : json.properties()) {
          generator.writeFieldName(field.getKey());
          write(field.getValue(), generator);
        }
        generator.writeEndObject();
      }
      case ARRAY -> {
        generator.writeStartArray();
        for (JsonNode element : json) {
          write(element, generator);
        }
        generator.writeEndArray();
      }
      case BINARY -> generator.writeBinary(json.binaryValue());
      case STRING -> generator.writeString(json.textValue());
      case NUMBER -> number(json, generator);
      case BOOLEAN -> generator.writeBoolean(json.booleanValue());
      default -> generator.writeNull();
    }
  }

  private static void number(JsonNode json, JsonGenerator generator) throws IOException {
    switch (json.numberType()) {
      case INT, LONG -> generator.writeNumber(json.longValue());
      case BIG_INTEGER -> generator.writeNumber(json.bigIntegerValue());
      case BIG_DECIMAL -> generator.writeNumber(json.decimalValue());
      default -> generator.writeNumber(json.doubleValue());
    }
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

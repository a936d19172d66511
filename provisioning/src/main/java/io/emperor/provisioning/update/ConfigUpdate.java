package io.emperor.provisioning.update;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.emperor.base.SafeText;
import io.emperor.provisioning.schema.StrictJson;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One piece of configuration in one version, as serf-handler's event {@code config_updated} carries
 * it: <code>{"p":PRODUCT,"k":KEY,"v":VERSION,"c":CONFIG}</code>. Immutable.
 *
 * @param product letters, digits, dots, underscores and hyphens: 1 to 100 of them, no dot first
 * @param key the same
 * @param version from 0; the highest of a key counts
 * @param config what the key has, without {@code _version}, which is the version's place in the
 *     file; nobody changes it
 */
public record ConfigUpdate(String product, String key, long version, ObjectNode config) {

  /** The event's name. */
  public static final String EVENT = "config_updated";

  /** Of the version within a file. */
  static final String VERSION = "_version";

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}");
  private static final int LONGEST_SHOWN = 120;
  private static final JsonMapper JSON = new JsonMapper();

  /**
   * With a copy of the configuration, without its {@code _version}.
   *
   * @throws UpdateException if a name can't be one, the version is negative, or a text of the
   *     configuration is none in UTF-8
   */
  public ConfigUpdate {
    requireName("p", "the product", product);
    requireName("k", "the key", key);
    if (version < 0) {
      throw wrong("v, the version, is negative; count from 0");
    }
    config = config.deepCopy();
    config.remove(VERSION);
    byte[] unused = utf8(written(config));
  }

  private static void requireName(String member, String what, String name) {
    if (!NAME.matcher(name).matches()) {
      throw wrong(
          "%s, %s, is '%s'; use 1 to 100 letters, digits, '.', '_' and '-', no dot first"
              .formatted(member, what, SafeText.escaped(name, LONGEST_SHOWN)));
    }
  }

  /**
   * Reads what an event carries. Members that it does not know are left out, so that newer senders
   * may add some.
   *
   * @param payload JSON in UTF-8, an object as above and nothing behind it
   * @throws UpdateException if it is anything else
   */
  public static ConfigUpdate parse(byte[] payload) {
    JsonNode event =
        text(payload)
            .flatMap(StrictJson::parsed)
            .filter(JsonNode::isObject)
            .orElseThrow(
                () ->
                    wrong(
                        "the payload of "
                            + payload.length
                            + " bytes is no JSON object in UTF-8 with each member once; send {\"p\":"
                            + " PRODUCT, \"k\": KEY, \"v\": VERSION, \"c\": {…}}"));
    return new ConfigUpdate(
        textOf(event, "p", "the product"),
        textOf(event, "k", "the key"),
        version(event.path("v")),
        config("c, the configuration,", event.path("c")));
  }

  /**
   * Of a configuration that somebody wrote.
   *
   * @param config JSON, an object
   * @throws UpdateException if it is anything else, or a name or the version can't be one
   */
  public static ConfigUpdate of(String product, String key, long version, @Nullable String config) {
    JsonNode value =
        Optional.ofNullable(config)
            .flatMap(text -> StrictJson.parsed(text.strip()))
            .orElseThrow(
                () ->
                    wrong(
                        "the configuration is no JSON in UTF-8 with each member once; write an"
                            + " object: {\"port\": 80}"));
    return new ConfigUpdate(product, key, version, config("the configuration", value));
  }

  /** The text of bytes; empty if they are no UTF-8. */
  static Optional<String> text(byte[] bytes) {
    try {
      return Optional.of(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  private static String textOf(JsonNode event, String member, String what) {
    JsonNode value = event.path(member);
    if (!value.isTextual()) {
      throw wrong("%s, %s, %s; write a text".formatted(member, what, seen(value)));
    }
    return value.textValue();
  }

  private static long version(JsonNode value) {
    if (!value.isIntegralNumber()) {
      throw wrong("v, the version, %s; write a whole number".formatted(seen(value)));
    }
    if (!value.canConvertToLong()) {
      throw wrong("v, the version, is too large; end with 2^63 - 1");
    }
    return value.longValue();
  }

  private static ObjectNode config(String what, JsonNode value) {
    if (value instanceof ObjectNode object) {
      return object;
    }
    throw wrong("%s %s; write an object: {\"port\": 80}".formatted(what, seen(value)));
  }

  private static String seen(JsonNode value) {
    return value.isMissingNode()
        ? "is missing"
        : "is of type " + value.getNodeType().name().toLowerCase(Locale.ROOT);
  }

  private static UpdateException wrong(String why) {
    return new UpdateException(EVENT + ": " + why);
  }

  /** As short as JSON can be, in UTF-8, the members in the order above. */
  public byte[] payload() {
    ObjectNode event = JSON.createObjectNode().put("p", product).put("k", key).put("v", version);
    return utf8(written(event.set("c", config)));
  }

  private static String written(JsonNode value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("can't happen: it is a tree", e);
    }
  }

  /** Escapes of JSON can say half a character, which no other program would read again. */
  static byte[] utf8(String text) {
    try {
      ByteBuffer bytes = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
      byte[] copy = new byte[bytes.remaining()];
      bytes.get(copy);
      return copy;
    } catch (CharacterCodingException e) {
      throw wrong("the configuration has half a character (a lone surrogate); write the whole one");
    }
  }

  /** {@code PRODUCT/KEY}: both are safe in a path and in a line. */
  String name() {
    return product + "/" + key;
  }

  /** Leaves out the configuration, which may be a secret. */
  @Override
  public String toString() {
    return "ConfigUpdate[" + name() + ", version " + version + "]";
  }
}

package io.emperor.provisioning.template;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Values as texts of other kinds, and back. */
final class Encodings {

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();
  private static final YAMLMapper YAML =
      YAMLMapper.builder()
          .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
          .disable(YAMLGenerator.Feature.SPLIT_LINES)
          .build();

  private Encodings() {}

  static @Nullable Object parseJson(String text) {
    try {
      JsonNode node = JSON.readTree(text);
      if (node.isMissingNode()) {
        throw new RefusedException("gives parseJSON an empty text, which is no JSON");
      }
      return Values.of(node);
    } catch (JsonProcessingException e) {
      throw new RefusedException("gives parseJSON a text that is no JSON");
    }
  }

  static String toJson(JsonNode value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new RefusedException("has a value that JSON can't write");
    }
  }

  /** Without an end of its last line: the template has one. */
  static String toYaml(JsonNode value) {
    try {
      return YAML.writeValueAsString(value).stripTrailing();
    } catch (JsonProcessingException e) {
      throw new RefusedException("has a value that YAML can't write");
    }
  }

  static String toBase64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  static String fromBase64(String text) {
    try {
      ByteBuffer bytes = ByteBuffer.wrap(Base64.getDecoder().decode(text));
      return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
    } catch (IllegalArgumentException e) {
      throw new RefusedException("gives base64Decode a text that is no Base64");
    } catch (CharacterCodingException e) {
      throw new RefusedException("gives base64Decode bytes that are no text in UTF-8");
    }
  }

  static String sha256(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}

package io.emperor.provisioning;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.emperor.provisioning.commit.RenderedFile;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;

/** What tells two states of inputs apart on all machines alike, without saying what they are. */
final class Revision {

  private static final JsonMapper SORTED =
      JsonMapper.builder().enable(JsonNodeFeature.WRITE_PROPERTIES_SORTED).build();

  /**
   * Enough to tell some changes apart; whoever sees them could hold a guess of all values against
   * them.
   */
  private static final int BYTES = 6;

  private Revision() {}

  /**
   * The revision of these inputs.
   *
   * @return twelve hexadecimal digits of a SHA-256
   */
  static String of(
      ObjectNode values, List<RenderedFile> files, SortedMap<String, String> credentials) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(SORTED.writeValueAsBytes(values));
      for (RenderedFile file : files) {
        digest.update((byte) 0);
        digest.update(file.plan().destination().toString().getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
        digest.update(file.content());
      }
      digest.update(SORTED.writeValueAsBytes(credentials));
      return HexFormat.of().formatHex(digest.digest(), 0, BYTES);
    } catch (JsonProcessingException | NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}

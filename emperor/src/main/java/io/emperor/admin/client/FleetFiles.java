package io.emperor.admin.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.emperor.admin.view.KeyedFileEntry;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Configurations of vassals in Consul, written by a running emperor. Thread safe. */
public final class FleetFiles {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String PATH = "/v1/fleet/files/";

  private final AdminClient client;

  /** Asks nobody yet. */
  public FleetFiles(AdminClient client) {
    this.client = client;
  }

  /**
   * Writes one.
   *
   * @param file the vassal's name with the ending of the configuration's format
   * @param text the configuration
   * @return what has become of the key
   * @throws AdminException if there is no answer, or a refusal
   */
  public KeyedFileEntry apply(String file, String text) throws AdminException {
    return posted("apply?file=" + encoded(file), Map.of("text", text));
  }

  /**
   * Removes what a vassal has.
   *
   * @param vassal the vassal's name
   * @return what has become of the key
   * @throws AdminException if there is no answer, or a refusal
   */
  public KeyedFileEntry remove(String vassal) throws AdminException {
    return posted("remove?name=" + encoded(vassal), Map.of());
  }

  private KeyedFileEntry posted(String path, Object body) throws AdminException {
    String answer = client.post(PATH + path, body);
    try {
      return JSON.readValue(answer, KeyedFileEntry.class);
    } catch (JsonProcessingException e) {
      throw new AdminException("the emperor's answer can't be read: " + answer.strip(), e);
    }
  }

  private static String encoded(String word) {
    return URLEncoder.encode(word, StandardCharsets.UTF_8);
  }
}

package io.emperor.admin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.emperor.admin.view.Json;
import io.emperor.admin.view.KeyedFileEntry;
import io.emperor.api.ConsulException;
import io.emperor.daemon.keyed.KeyedFileException;
import io.emperor.daemon.keyed.KeyedFiles;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code /v1/fleet/files}: the configurations that vassals have in Consul. */
final class FleetFilesServlet extends GatedServlet {

  private static final long serialVersionUID = 1L;
  private static final Logger log = LoggerFactory.getLogger(FleetFilesServlet.class);
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The longest configuration, each of whose characters may be written as six. */
  private static final int LONGEST_BODY = 6 * KeyedFiles.LONGEST + 1024;

  private final transient KeyedFiles files;

  /** Each waits for a body and for Consul: the other threads are for those who ask for less. */
  private final transient Semaphore writers = new Semaphore(2);

  FleetFilesServlet(Gate gate, KeyedFiles files) {
    super(gate);
    this.files = files;
  }

  @Override
  void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
    String word = Objects.requireNonNullElse(request.getPathInfo(), "/").substring(1);
    if (!word.equals("apply") && !word.equals("remove")) {
      throw new RefusedException(404, "no such path: " + request.getRequestURI());
    }
    require("POST", request);
    if (!writers.tryAcquire()) {
      throw new RefusedException(503, "the emperor writes other configurations: ask again");
    }
    try {
      Json.send(request, response, 200, KeyedFileEntry.of(done(word, request)));
    } catch (IllegalArgumentException e) {
      throw new RefusedException(400, String.valueOf(e.getMessage()));
    } catch (KeyedFileException e) {
      throw new RefusedException(409, String.valueOf(e.getMessage()));
    } catch (ConsulException e) {
      throw new RefusedException(502, String.valueOf(e.getMessage()));
    } finally {
      writers.release();
    }
  }

  private KeyedFiles.Written done(String word, HttpServletRequest request) throws IOException {
    KeyedFiles.Written written =
        word.equals("apply")
            ? files.apply(said(request, "file", "NAME.yaml"), text(request))
            : files.remove(said(request, "name", "NAME"));
    log.info("an operator wants {} {}: {}", word, written.key(), written.outcome());
    return written;
  }

  private static String said(HttpServletRequest request, String parameter, String example) {
    @Nullable String word = RequestQuery.word(request, parameter);
    if (word == null || word.isEmpty()) {
      throw new RefusedException(400, "say ?%s=%s".formatted(parameter, example));
    }
    return word;
  }

  private static byte[] text(HttpServletRequest request) throws IOException {
    byte[] body = request.getInputStream().readNBytes(LONGEST_BODY + 1);
    if (body.length > LONGEST_BODY) {
      throw new RefusedException(413, "the body is longer than any configuration");
    }
    try {
      JsonNode text = JSON.readTree(body).path("text");
      if (text.isTextual()) {
        return utf8(text.textValue());
      }
    } catch (JsonProcessingException e) {
      log.debug("no JSON", e);
    }
    throw new RefusedException(400, "the body is no object with a text: {\"text\": \"...\"}");
  }

  private static byte[] utf8(String text) {
    try {
      ByteBuffer bytes = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
      byte[] copy = new byte[bytes.remaining()];
      bytes.get(copy);
      return copy;
    } catch (CharacterCodingException e) {
      throw new RefusedException(400, "the text is not valid Unicode");
    }
  }
}

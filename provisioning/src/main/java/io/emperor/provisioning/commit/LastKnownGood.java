package io.emperor.provisioning.commit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.emperor.base.SafeText;
import io.emperor.provisioning.source.SnapshotStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.UserPrincipal;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the sources had last, in a file that nobody else can read, for a start at which one of them
 * is away. Used by one thread at a time.
 */
public final class LastKnownGood implements SnapshotStore {

  private static final Logger log = LoggerFactory.getLogger(LastKnownGood.class);
  private static final int LONGEST = 64 << 20;
  private static final int FORMAT = 1;
  private static final FileAttribute<?> OWN_DIRECTORY = DurableFiles.attribute("rwx------");
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  private final Path file;

  /**
   * Reads nothing yet.
   *
   * @param file in a directory of its own, which is made where it is not there
   */
  public LastKnownGood(Path file) {
    this.file = file.toAbsolutePath();
  }

  @Override
  public Optional<Kept> load() {
    try {
      return Optional.of(parsed(JSON.readTree(bytes())));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (JsonProcessingException e) {
      return ignored("is broken"); // the parser's words quote what may be secret
    } catch (UnusableException e) {
      return ignored(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      return ignored("can't be read");
    }
  }

  private Optional<Kept> ignored(String why) {
    log.warn(
        "{} {}: it is ignored, and what the sources had before is not known",
        SafeText.name(file),
        why);
    return Optional.empty();
  }

  private byte[] bytes() throws IOException {
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
        throw new NoSuchFileException(file.toString());
      }
      throw new UnusableException("is no file");
    }
    if (!Files.getOwner(file, LinkOption.NOFOLLOW_LINKS).equals(owner())) {
      throw new UnusableException("belongs to somebody else");
    }
    try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
      byte[] bytes = in.readNBytes(LONGEST + 1);
      if (bytes.length > LONGEST) {
        throw new UnusableException("is longer than 64 MiB");
      }
      return bytes;
    }
  }

  /** Who this process is: whoever else wrote the file may want to be believed. */
  private UserPrincipal owner() throws IOException {
    Path own = DurableFiles.create(file.resolveSibling(""), "owner.", ".new");
    try {
      return Files.getOwner(own);
    } finally {
      Files.delete(own);
    }
  }

  private static Kept parsed(JsonNode root) throws UnusableException {
    long number = root.path("number").asLong();
    if (root.path("format").asInt() != FORMAT
        || number < 1
        || !(root.get("sources") instanceof ObjectNode sources)) {
      throw new UnusableException("is broken");
    }
    Map<String, ObjectNode> values = new HashMap<>();
    for (Map.Entry<String, JsonNode> source : sources.properties()) {
      if (!(source.getValue() instanceof ObjectNode had)) {
        throw new UnusableException("is broken");
      }
      values.put(source.getKey(), had);
    }
    return new Kept(number, values);
  }

  @Override
  public void save(Kept kept) throws IOException {
    Path directory = file.resolveSibling("");
    if (!Files.isDirectory(directory)) {
      Files.createDirectories(directory, OWN_DIRECTORY);
    }
    byte[] bytes = JSON.writeValueAsBytes(tree(kept));
    if (isThere(bytes)) {
      return;
    }
    Path staged = DurableFiles.create(directory, file.getFileName() + ".", ".new");
    try {
      DurableFiles.write(staged, bytes);
      DurableFiles.sync(staged);
      Files.move(staged, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(staged);
    }
    DurableFiles.sync(directory);
  }

  private boolean isThere(byte[] bytes) {
    try {
      return Arrays.equals(bytes(), bytes);
    } catch (IOException e) {
      return false; // it is made anew
    }
  }

  private static ObjectNode tree(Kept kept) {
    ObjectNode root = JSON.createObjectNode().put("format", FORMAT).put("number", kept.number());
    ObjectNode sources = root.putObject("sources");
    new TreeMap<>(kept.values()).forEach(sources::set);
    return root;
  }

  /** The file is there, and can't be used. */
  private static final class UnusableException extends IOException {

    private static final long serialVersionUID = 1L;

    UnusableException(String why) {
      super(why);
    }
  }
}

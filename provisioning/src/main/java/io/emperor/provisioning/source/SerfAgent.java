package io.emperor.provisioning.source;

import io.emperor.base.SafeText;
import io.emperor.serf.SerfAddress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A serf agent.
 *
 * @param address where its RPC is
 * @param keyFile what has its {@code rpc_auth}; empty if it has none
 */
public record SerfAgent(SerfAddress address, Optional<Path> keyFile) {

  private static final int LONGEST_KEY = 4096;

  /**
   * Reads the key.
   *
   * @return {@code null} for none
   * @throws IOException in words that name the file
   */
  public @Nullable String key() throws IOException {
    if (keyFile.isEmpty()) {
      return null;
    }
    Path file = keyFile.get();
    if (Files.size(file) > LONGEST_KEY) {
      throw new IOException(SafeText.name(file) + " is longer than the 4 KiB of a key");
    }
    return Files.readString(file, StandardCharsets.UTF_8).strip();
  }
}

package io.emperor.await;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a command is registered as while it runs.
 *
 * @param id the service's ID
 * @param name the service's name
 * @param port where it listens, 1 to 65535
 * @param checkPath what has to answer there with a status of the two hundreds; {@code null} for
 *     nothing
 * @param checkPort where connections have to be taken instead; 0 for nowhere: its life is enough
 * @param tags in their order
 */
public record RegisteredService(
    String id,
    String name,
    int port,
    @Nullable String checkPath,
    int checkPort,
    List<String> tags) {

  /** Copies the list. */
  public RegisteredService {
    tags = List.copyOf(tags);
  }
}

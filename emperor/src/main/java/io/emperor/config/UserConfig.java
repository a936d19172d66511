package io.emperor.config;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Whom the programs of a vassal run as, and what they are in Consul, for an emperor with {@code
 * --tyrant}. Immutable.
 *
 * @param user a user's name or number; {@code null} for the owner of the file
 * @param group a group's name or number; {@code null} for that of the file, or of the named user
 * @param consulTokenFile absolute path of the file with their ACL token; {@code null} for none
 */
public record UserConfig(
    @Nullable String user, @Nullable String group, @Nullable Path consulTokenFile) {

  /** Nothing given. */
  public static final UserConfig NONE = new UserConfig(null, null, null);

  /**
   * The first key of it that was given, for messages.
   *
   * @return {@code null} if none was
   */
  public @Nullable String given() {
    if (user != null) {
      return VassalKey.UID.name();
    }
    if (group != null) {
      return VassalKey.GID.name();
    }
    return consulTokenFile == null ? null : VassalKey.CONSUL_TOKEN_FILE.name();
  }
}

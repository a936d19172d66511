package io.emperor.serf;

import java.util.List;
import java.util.Optional;

/**
 * Hears what a {@link SerfFollower} follows. It is called by one thread at a time, but for {@link
 * #query}, which another calls meanwhile. What it throws is logged, and nothing else comes of it.
 */
public interface SerfListener {

  /**
   * The membership differs from what was told last, or is the first.
   *
   * @param members all of them, by name, also those that have left or failed
   */
  default void members(List<Member> members) {}

  /** Something has happened to members; {@link #members} has told what they are now. */
  default void event(MemberEvent event) {}

  /** Somebody has told the cluster something. What serf tells twice comes twice. */
  default void event(UserEvent event) {}

  /**
   * Somebody asks the cluster something. Serf waits for an answer for some seconds, and takes none
   * later: an answer must not wait for what takes long.
   *
   * @return the answer, if there is one
   */
  default Optional<byte[]> query(QueryEvent query) {
    return Optional.empty();
  }

  /**
   * There is no agent any more, or not yet. It is told once, until {@link #back}.
   *
   * @param why in one line
   */
  default void away(String why) {}

  /** It is there again; told once for each {@link #away}. */
  default void back() {}
}

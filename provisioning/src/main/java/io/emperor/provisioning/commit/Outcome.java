package io.emperor.provisioning.commit;

import io.emperor.provisioning.program.OnChange;
import java.nio.file.Path;
import java.util.List;

/** What has become of a commit. */
public sealed interface Outcome {

  /** What is to be done about it, each once, in the order of the files. */
  List<OnChange> changes();

  /**
   * Every file has its content, mode and owner.
   *
   * @param changed the plans of those that had not
   */
  record Committed(List<FilePlan> changed) implements Outcome {

    public Committed {
      changed = List.copyOf(changed);
    }

    /** Where the files are that have changed. */
    public List<Path> destinations() {
      return changed.stream().map(FilePlan::destination).toList();
    }

    @Override
    public List<OnChange> changes() {
      return changed.stream()
          .map(FilePlan::onChange)
          .filter(change -> change.kind() != OnChange.Kind.NONE)
          .distinct()
          .toList();
    }
  }

  /**
   * Everything is as it was, unless the reason says what is not.
   *
   * @param reason one line: the destination, what is wrong, what to do; nothing of any content
   */
  record Refused(String reason) implements Outcome {

    @Override
    public List<OnChange> changes() {
      return List.of();
    }
  }
}

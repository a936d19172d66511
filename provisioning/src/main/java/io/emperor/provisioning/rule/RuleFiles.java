package io.emperor.provisioning.rule;

import io.emperor.provisioning.source.InputFiles;
import io.emperor.provisioning.source.InvalidInputException;
import io.emperor.provisioning.source.YamlTree;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Rules as they are written. */
public final class RuleFiles {

  private RuleFiles() {}

  /**
   * Reads the files {@code *.rules} in directories and all below them.
   *
   * @return in the order of the directories, the files' paths, and in each file
   * @throws InvalidInputException if one is none, or a directory can't be read; with all that is
   *     wrong
   */
  public static List<Rule> read(List<Path> directories) {
    List<String> problems = new ArrayList<>();
    List<Rule> rules = new ArrayList<>();
    for (Path file : InputFiles.named(".rules", directories, problems)) {
      try {
        rules.addAll(new RuleReader(YamlTree.read(file), file, problems).file());
      } catch (InvalidInputException e) {
        problems.addAll(e.problems());
      }
    }
    return valid(rules, problems);
  }

  /**
   * Reads rules that stand in another file.
   *
   * @param tree what is in that file
   * @param pointer the JSON pointer of what a file of rules has under {@code rules}
   * @param file where it is, for handlers that are named from there
   * @throws InvalidInputException with all that is wrong
   */
  public static List<Rule> read(YamlTree tree, String pointer, Path file) {
    List<String> problems = new ArrayList<>();
    return valid(new RuleReader(tree, file, problems).list(pointer), problems);
  }

  private static List<Rule> valid(List<Rule> rules, List<String> problems) {
    if (!problems.isEmpty()) {
      throw new InvalidInputException(problems);
    }
    return List.copyOf(rules);
  }
}

package org.etalon.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Tensors that differ only in the numbers in their names, put together, so that a hundred repeated
 * blocks take a few lines.
 */
final class TensorGroups {
  private TensorGroups() {}

  /**
   * Groups rows, in the order of their first member.
   *
   * @param name the name of an element
   * @param cells what it shows beside its name; elements that show the same may share a line
   * @return lines of name and cells; a group's name has its numbers replaced and its size added
   */
  static <T> List<String[]> lines(
      List<T> elements, Function<T, String> name, Function<T, String[]> cells) {
    Map<String, List<T>> groups = new LinkedHashMap<>();
    for (T element : elements) {
      String key =
          name.apply(element).replaceAll("\\d+", "#")
              + "\u0000"
              + String.join("\u0000", cells.apply(element));
      groups.computeIfAbsent(key, k -> new ArrayList<>()).add(element);
    }
    List<String[]> lines = new ArrayList<>();
    groups.forEach(
        (key, members) -> {
          T first = members.get(0);
          String shown = name.apply(first);
          if (members.size() > 1) {
            shown = pattern(members.stream().map(name).toList()) + " ×" + members.size();
          }
          String[] rest = cells.apply(first);
          String[] line = new String[rest.length + 1];
          line[0] = Failures.oneLine(shown);
          System.arraycopy(rest, 0, line, 1, rest.length);
          lines.add(line);
        });
    return lines;
  }

  /** Names alike but for numbers, as one name with # where the numbers differ. */
  private static String pattern(List<String> names) {
    List<String> tokens = tokens(names.get(0));
    boolean[] differs = new boolean[tokens.size()];
    for (String other : names) {
      List<String> theirs = tokens(other);
      for (int i = 0; i < differs.length; i++) {
        differs[i] |= !theirs.get(i).equals(tokens.get(i));
      }
    }
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < differs.length; i++) {
      text.append(differs[i] ? "#" : tokens.get(i));
    }
    return text.toString();
  }

  /** Runs of digits and what stands between them. */
  private static List<String> tokens(String name) {
    return List.of(name.split("(?<=\\d)(?=\\D)|(?<=\\D)(?=\\d)", -1));
  }
}

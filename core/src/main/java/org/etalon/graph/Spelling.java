package org.etalon.graph;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** Finds the word that somebody meant, for messages of the form "did you mean …?". */
public final class Spelling {
  /** Longer words are not compared: nobody mistypes them by a letter or two. */
  private static final int LONGEST = 64;

  private Spelling() {}

  /**
   * The candidate that a word was probably meant to be: the one at the smallest edit distance
   * (insertions, deletions, changed letters and swapped neighbours, upper and lower case alike),
   * the first of equals. Empty if the nearest differs in more than a third of the longer word's
   * letters, rounded up.
   *
   * @param word what was written
   * @param candidates what is known
   */
  public static Optional<String> nearest(String word, Collection<String> candidates) {
    if (word.isEmpty() || word.length() > LONGEST) {
      return Optional.empty();
    }
    String best = "";
    int fewest = Integer.MAX_VALUE;
    for (String candidate : candidates) {
      if (candidate.length() > LONGEST) {
        continue;
      }
      int edits = distance(word.toLowerCase(Locale.ROOT), candidate.toLowerCase(Locale.ROOT));
      int allowed = (Math.max(word.length(), candidate.length()) + 2) / 3;
      if (edits <= allowed && edits < Math.min(fewest, candidate.length())) {
        best = candidate;
        fewest = edits;
      }
    }
    return best.isEmpty() ? Optional.empty() : Optional.of(best);
  }

  /**
   * The way out of an unknown word: the nearest known one, if any is near, and all of them.
   *
   * @param word what was written
   * @param known what is known
   */
  public static String wayOut(String word, Collection<String> known) {
    String all = "known: " + String.join(", ", known);
    return nearest(word, known).map(near -> "did you mean '" + near + "'? " + all).orElse(all);
  }

  /** Edits between two words ("optimal string alignment"). */
  private static int distance(String a, String b) {
    int[][] edits = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          edits[i][j] = i + j;
          continue;
        }
        int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        int fewest = Math.min(edits[i - 1][j], edits[i][j - 1]) + 1;
        fewest = Math.min(fewest, edits[i - 1][j - 1] + change);
        boolean swapped =
            i > 1
                && j > 1
                && a.charAt(i - 1) == b.charAt(j - 2)
                && a.charAt(i - 2) == b.charAt(j - 1);
        edits[i][j] = swapped ? Math.min(fewest, edits[i - 2][j - 2] + change) : fewest;
      }
    }
    return edits[a.length()][b.length()];
  }
}

package org.etalon.family;

import org.etalon.graph.Graph;
import org.etalon.graph.InputException;

/** A search space: a family whose members are told apart by a code beside the keys. */
public interface CellSpace extends ModelFamily {
  /** The form of a code, for people, with an example. */
  String codeForm();

  /**
   * The canonical form of a code.
   *
   * @throws InputException if the code is malformed
   */
  String canonicalCode(String code);

  /**
   * Builds the part that [C24]'s experiments count in (THEORY §2): the cell or DAG alone behind a
   * chain of plain layers, so that L_p is the chain's length plus the layers on the path.
   */
  Graph buildCell(Arguments arguments);
}

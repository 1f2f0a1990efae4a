package org.etalon.onnx;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.etalon.graph.Finding;
import org.etalon.graph.Node;

/**
 * The embedding tables met so far, to recognise one that serves as the read-out too.
 *
 * <p>An exporter that folds a transposition writes a tied read-out as a second, transposed copy of
 * the table under an invented name. A few hundred entries at seeded positions tell: tensors that
 * were drawn at random do not agree in all of them.
 */
final class LookupTables {
  private static final int SAMPLES = 256;

  private record Table(RawTensor tensor, Node node) {}

  private final List<Table> tables = new ArrayList<>();
  private final List<Finding> findings;

  LookupTables(List<Finding> findings) {
    this.findings = findings;
  }

  void add(RawTensor tensor, Node node) {
    tables.add(new Table(tensor, node));
  }

  /** The table of which a matrix is the transposed copy. */
  Optional<Node> copyOf(RawTensor matrix) {
    for (Table table : tables) {
      if (isTransposed(table.tensor, matrix)) {
        findings.add(
            Finding.info(
                table.node.name(),
                "is tied: the read-out's weight "
                    + matrix.name()
                    + " is its transposed copy, made by the exporter"));
        return Optional.of(table.node);
      }
    }
    return Optional.empty();
  }

  private static boolean isTransposed(RawTensor table, RawTensor matrix) {
    ByteString a = table.proto().getRawData();
    ByteString b = matrix.proto().getRawData();
    if (table.sizes().length != 2
        || matrix.sizes().length != 2
        || table.type() != matrix.type()
        || table.sizes()[0] != matrix.sizes()[1]
        || table.sizes()[1] != matrix.sizes()[0]
        || a.isEmpty()
        || a.size() != b.size()) {
      return false;
    }
    long rows = table.sizes()[0];
    long columns = table.sizes()[1];
    int width = (int) (a.size() / (rows * columns));
    long position = 0;
    boolean varied = false;
    for (int sample = 0; sample < SAMPLES; sample++) {
      // A fixed multiplicative walk over all entries.
      position = (position * 6364136223846793005L + 1442695040888963407L) & Long.MAX_VALUE;
      long row = position % rows;
      long column = position / 7 % columns;
      int at = (int) ((row * columns + column) * width);
      int transposed = (int) ((column * rows + row) * width);
      for (int i = 0; i < width; i++) {
        if (a.byteAt(at + i) != b.byteAt(transposed + i)) {
          return false;
        }
        varied |= a.byteAt(at + i) != a.byteAt(i);
      }
    }
    return varied;
  }
}

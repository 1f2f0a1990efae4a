package org.etalon.lab.exchange;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.etalon.document.DocumentLimits;
import org.etalon.graph.InputException;

/** Reads CSV (RFC 4180), with whichever separator its header has. */
final class CsvTable {
  /** In the order in which they win a draw. */
  private static final String SEPARATORS = ",;\t";

  private CsvTable() {}

  /**
   * Reads.
   *
   * @throws InputException if it is malformed or past a limit
   */
  static RunTable read(String text, RunFormat format) {
    char separator = format.separator().orElseGet(() -> separator(text));
    List<String> header = List.of();
    List<RunTable.Row> rows = new ArrayList<>();
    try (CsvReader<CsvRecord> reader =
        CsvReader.builder()
            .fieldSeparator(separator)
            .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
            .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
            .allowUnclosedQuote(false)
            .maxBufferSize(1 << 20)
            .ofCsvRecord(text)) {
      for (CsvRecord record : reader) {
        if (header.isEmpty()) {
          header = header(record);
          continue;
        }
        add(rows, record, header.size());
      }
    } catch (CsvParseException malformed) {
      throw malformed(malformed, rows);
    } catch (UncheckedIOException | IOException unreadable) {
      throw malformed(unreadable, rows);
    }
    boolean comma = format.decimalComma() || separator != ',';
    return new RunTable(header, rows, comma);
  }

  private static List<String> header(CsvRecord record) {
    if (record.getFieldCount() > RunTable.MOST_COLUMNS) {
      throw new InputException(
          "line " + record.getStartingLineNumber(),
          "has more than " + RunTable.MOST_COLUMNS + " columns",
          "keep the columns of learning rate, score, size and seed");
    }
    return record.getFields().stream().map(String::strip).toList();
  }

  private static void add(List<RunTable.Row> rows, CsvRecord record, int columns) {
    long line = record.getStartingLineNumber();
    if (record.getFields().stream().allMatch(String::isBlank)) {
      return;
    }
    if (record.getFieldCount() > columns) {
      throw new InputException(
          "line " + line,
          "has " + record.getFieldCount() + " fields where the header has " + columns,
          "put fields that hold the separator into quotation marks, or name it with --separator");
    }
    if (rows.size() >= RunTable.MOST_ROWS || (long) rows.size() * columns > RunTable.MOST_FIELDS) {
      throw RunTable.pastLimit(line, "keep one line a run and the columns that are needed");
    }
    rows.add(new RunTable.Row(line, record.getFields()));
  }

  private static InputException malformed(Exception failure, List<RunTable.Row> rows) {
    long after = rows.isEmpty() ? 1 : rows.get(rows.size() - 1).line();
    Throwable cause = failure.getCause() == null ? failure : failure.getCause();
    return new InputException(
        "after line " + after,
        "is not valid CSV (" + DocumentLimits.shorten(String.valueOf(cause.getMessage())) + ")",
        "close every quotation mark and double those inside a field");
  }

  /** The separator that the first line has most of, outside quotation marks. */
  private static char separator(String text) {
    int[] counts = new int[SEPARATORS.length()];
    boolean quoted = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"') {
        quoted = !quoted;
      } else if (!quoted && (c == '\n' || c == '\r')) {
        if (i > 0 && !text.substring(0, i).isBlank()) {
          break;
        }
      } else if (!quoted && SEPARATORS.indexOf(c) >= 0) {
        counts[SEPARATORS.indexOf(c)]++;
      }
    }
    int best = 0;
    for (int i = 1; i < counts.length; i++) {
      best = counts[i] > counts[best] ? i : best;
    }
    return SEPARATORS.charAt(best);
  }
}

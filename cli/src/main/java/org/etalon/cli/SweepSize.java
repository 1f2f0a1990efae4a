package org.etalon.cli;

import org.etalon.lab.study.SearchPlan;
import org.etalon.lab.study.Study;
import tools.jackson.core.JsonGenerator;

/** How large a study is, before it is run. */
final class SweepSize {
  private SweepSize() {}

  /** In words. */
  static String text(Study study) {
    boolean all = study.search().kind() == SearchPlan.Kind.GRID;
    return "study "
        + Failures.oneLine(study.name())
        + ": "
        + study.sizes().size()
        + " sizes, "
        + study.search().grid().count()
        + " learning rates, "
        + study.search().seeds().size()
        + " seeds, "
        + study.training().steps()
        + " steps of "
        + study.training().batch()
        + "\n"
        + (all ? "trials: " : "trials of the whole grid, of which the search needs a part: ")
        + study.gridTrials()
        + ", steps: "
        + study.gridTrials() * study.training().steps()
        + "\n";
  }

  /** As a document. */
  static void write(Study study, JsonGenerator json) {
    json.writeStartObject();
    json.writeStringProperty("study", study.name());
    json.writeStringProperty("search", study.search().kind().id());
    json.writeNumberProperty("sizes", study.sizes().size());
    json.writeNumberProperty("learningRates", study.search().grid().count());
    json.writeNumberProperty("seeds", study.search().seeds().size());
    json.writeNumberProperty("gridTrials", study.gridTrials());
    json.writeNumberProperty("gridSteps", study.gridTrials() * study.training().steps());
    json.writeEndObject();
  }
}

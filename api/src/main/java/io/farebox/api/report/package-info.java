/**
 * Reports: the credit log, the delivery history and usage, as JSON pages or as files.
 *
 * <p>Is: the calls that read the archive, and the formats they answer in; a file is written page by page, so that its
 * size is no matter. Knows: spans, cursors, columns, CSV and XLSX. Never knows: how the archive answers.
 */
@NullMarked
package io.farebox.api.report;

import org.jspecify.annotations.NullMarked;

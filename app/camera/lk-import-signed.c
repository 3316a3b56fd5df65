/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "camera/lk-import-signed.h"

#include "base/lk-job.h"
#include "baseline/lk-alert.h"
#include "camera/lk-certificate-summary.h"
#include "camera/lk-file-job.h"
#include "certificate/lk-bundle.h"
#include "certificate/lk-judge.h"

#include <glib/gi18n.h>

typedef struct
{
  GtkWindow *parent;
  LkCameraSession *session;
  GPtrArray *chain; /* (element-type LkCertificate) leaf first */
} Import;

static void
import_free (Import *import)
{
  g_clear_object (&import->parent);
  g_clear_object (&import->session);
  g_clear_pointer (&import->chain, g_ptr_array_unref);
  g_free (import);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Import, import_free)

static void
answer_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Import) import = data;

  if (lk_alert_finish (result, NULL))
    lk_camera_session_run_async (
      import->session,
      &(LkCameraRequest){ .action = LK_ACTION_IMPORT_SIGNED, .certificates = import->chain }, NULL,
      NULL);
}

/* What happens, and what speaks against it, a paragraph each. */
static char *
make_body (Import *import)
{
  const char *uri =
    lk_camera_record_get_fields (lk_camera_session_get_record (import->session))->uri;
  g_autoptr (GUri) parsed = g_uri_parse (uri, G_URI_FLAGS_NONE, NULL);
  LkJudgeContext context = {
    .purpose = LK_JUDGE_AS_SERVER,
    .certificate = g_ptr_array_index (import->chain, 0),
    .pool = import->chain,
    .address = parsed != NULL ? g_uri_get_host (parsed) : NULL,
  };
  g_autoptr (GPtrArray) findings = lk_judge (&context);
  GString *body = g_string_new (_ ("It becomes the server certificate if the camera holds the private key that belongs to it."));

  for (guint i = 0; i < findings->len; i++)
    {
      LkFinding *finding = g_ptr_array_index (findings, i);

      if (lk_finding_get_severity (finding) != LK_SEVERITY_INFO)
        g_string_append_printf (body, "\n\n%s", lk_finding_get_message (finding));
    }
  return g_string_free (body, FALSE);
}

static void
ask (Import *import)
{
  GtkWindow *parent = import->parent;
  LkCertificateSummary *summary = lk_certificate_summary_new ();
  g_autofree char *body = make_body (import);

  lk_certificate_summary_set_certificate (summary, g_ptr_array_index (import->chain, 0));
  lk_alert_async (parent,
                  &(LkAlert){
                    .heading = _ ("Import This Signed Certificate?"),
                    .body = body,
                    .verb = _ ("_Import"),
                    .appearance = ADW_RESPONSE_SUGGESTED,
                    .extra = GTK_WIDGET (summary),
                  },
                  NULL, answer_cb, import);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Import) import = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (LkBundle) bundle = lk_job_finish (result, &error);

  if (bundle != NULL)
    {
      g_autoptr (GPtrArray) certificates = lk_bundle_list_certificates (bundle);

      import->chain = lk_camera_sort_signed (certificates, &error);
    }
  if (import->chain == NULL)
    lk_error_present (import->parent, error);
  else
    ask (g_steal_pointer (&import));
}

void
lk_import_signed_present (GtkWindow *parent, LkCameraSession *session, GFile *file)
{
  Import *import = g_new0 (Import, 1);

  g_return_if_fail (LK_IS_CAMERA_SESSION (session) && G_IS_FILE (file));

  g_set_object (&import->parent, parent);
  g_set_object (&import->session, session);
  lk_file_job_start (file, NULL, lk_file_job_read_bundle, NULL, read_cb, import);
}

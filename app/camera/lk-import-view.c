/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "camera/lk-import-view.h"

#include "base/lk-error.h"
#include "camera/lk-certificate-summary.h"
#include "camera/lk-import-judgement.h"
#include "certificate/lk-brief.h"
#include "certificate/lk-inspector.h"

struct _LkImportView
{
  AdwBin parent_instance;

  LkCameraSession *session;
  LkCertificate *certificate;
  GPtrArray *pool; /* (nullable) */

  LkBrief *brief;
  GtkWidget *set_clock;
  LkCertificateSummary *summary;
};

G_DEFINE_FINAL_TYPE (LkImportView, lk_import_view, ADW_TYPE_BIN)

/* What the camera's clock says now; NULL where nobody knows. */
static GDateTime *
dup_clock (LkCameraSession *session)
{
  LkCameraFacts *facts = lk_camera_session_get_facts (session);
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();

  if (facts == NULL || lk_camera_facts_get_fields (facts)->clock == NULL)
    return NULL;
  return g_date_time_add_seconds (now, (double)lk_camera_facts_get_fields (facts)->clock_offset_s);
}

static void
show_everything_cb (LkImportView *self)
{
  g_autoptr (GDateTime) clock = NULL;
  g_autofree char *camera = NULL;

  if (self->certificate == NULL)
    return;
  clock = dup_clock (self->session);
  camera = lk_camera_session_dup_name (self->session);
  lk_inspector_present_certificate (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
                                    self->certificate,
                                    &(LkInspectionContext){
                                      .tab = lk_camera_session_get_tab (self->session),
                                      .clock = clock,
                                      .camera = camera,
                                      .pool = self->pool,
                                    });
}

/* How it ended tells the window behind; who shows a certificate hears of the new time. */
static void
clock_set_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (LkImportView) self = data;

  (void)lk_camera_session_run_finish (LK_CAMERA_SESSION (source), result, NULL);
  if (self->set_clock != NULL)
    gtk_widget_set_sensitive (self->set_clock, TRUE);
}

static void
set_clock_cb (LkImportView *self)
{
  if (self->session == NULL || lk_camera_session_is_busy (self->session))
    return;
  gtk_widget_set_sensitive (self->set_clock, FALSE);
  lk_camera_session_run_async (self->session,
                               &(LkCameraRequest){ .action = LK_ACTION_SET_CLOCK }, clock_set_cb,
                               g_object_ref (self));
}

static void
lk_import_view_dispose (GObject *object)
{
  LkImportView *self = LK_IMPORT_VIEW (object);

  gtk_widget_dispose_template (GTK_WIDGET (object), LK_TYPE_IMPORT_VIEW);
  g_clear_object (&self->session);
  g_clear_object (&self->certificate);
  g_clear_pointer (&self->pool, g_ptr_array_unref);
  G_OBJECT_CLASS (lk_import_view_parent_class)->dispose (object);
}

static void
lk_import_view_class_init (LkImportViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lk_import_view_dispose;

  g_type_ensure (LK_TYPE_BRIEF);
  g_type_ensure (LK_TYPE_CERTIFICATE_SUMMARY);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/latchkey/Latchkey/camera/lk-import-view.ui");
  gtk_widget_class_bind_template_child (widget_class, LkImportView, brief);
  gtk_widget_class_bind_template_child (widget_class, LkImportView, summary);
  gtk_widget_class_bind_template_child (widget_class, LkImportView, set_clock);
  gtk_widget_class_bind_template_callback (widget_class, set_clock_cb);
  gtk_widget_class_bind_template_callback (widget_class, show_everything_cb);
}

static void
lk_import_view_init (LkImportView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

gboolean
lk_import_view_show (LkImportView *self,
                     LkCameraSession *session,
                     const LkJudgeContext *use,
                     guint replaced,
                     const char *obstacle)
{
  LkSslTab *tab = lk_camera_session_get_tab (session);
  LkCapabilities capabilities = lk_camera_session_get_capabilities (session);
  LkJudgeContext judge = *use;
  g_autoptr (GDateTime) clock = dup_clock (session);
  g_autoptr (GPtrArray) borrowed = NULL;
  g_autoptr (LkInspection) inspection = NULL;

  g_return_val_if_fail (LK_IS_IMPORT_VIEW (self) && tab != NULL, FALSE);

  borrowed = lk_import_surround (&judge, &capabilities, tab, replaced, clock);
  inspection = lk_inspection_new_for_use (&judge);
  lk_brief_set_inspection (self->brief, inspection, obstacle);
  gtk_widget_set_visible (
    self->set_clock, (capabilities.features & LK_CAMERA_CAN_SET_CLOCK) != 0 &&
                       lk_findings_find (lk_inspection_get_findings (inspection), "camera-clock") != NULL);
  lk_certificate_summary_set_certificate (self->summary, use->certificate);

  g_set_object (&self->session, session);
  g_set_object (&self->certificate, use->certificate);
  g_clear_pointer (&self->pool, g_ptr_array_unref);
  self->pool = use->pool != NULL ? g_ptr_array_ref (use->pool) : NULL;
  return obstacle == NULL && !lk_findings_block (lk_inspection_get_findings (inspection));
}

void
lk_import_view_explain (LkErrorPage *page, const GError *error)
{
  lk_error_page_set_error (page, error, "dialog-error-symbolic");
  lk_error_page_set_buttons (page, NULL, NULL);
  if (g_error_matches (error, LK_ERROR, LK_ERROR_BAD_DATA))
    {
      g_autoptr (LkVerdict) verdict = lk_verdict_new_for_error (error);

      lk_error_page_set_words (page, lk_verdict_get_text (verdict), error->message);
    }
}

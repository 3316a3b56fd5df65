/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "baseline/lk-alert.h"

#include "baseline/lk-error-text.h"

#include <glib/gi18n.h>

#define RESPONSE_YES "yes"
#define RESPONSE_NO  "no"

static void
response_cb (AdwMessageDialog *dialog, const char *response, gpointer data)
{
  g_autoptr (GTask) task = data;

  /* A password entry row that is dropped with the focus on it hears of losing it after its end
   * (libadwaita 1.2). */
  gtk_window_set_focus (GTK_WINDOW (dialog), NULL);
  if (!g_task_return_error_if_cancelled (task))
    g_task_return_boolean (task, g_str_equal (response, RESPONSE_YES));
}

static void
cancelled_cb (GCancellable *cancellable, gpointer dialog)
{
  gtk_window_close (GTK_WINDOW (dialog));
}

void
lk_alert_async (GtkWindow *parent,
                const LkAlert *alert,
                GCancellable *cancellable,
                GAsyncReadyCallback callback,
                gpointer user_data)
{
  GtkWidget *widget;
  AdwMessageDialog *dialog;
  GTask *task;

  g_return_if_fail (alert != NULL && alert->heading != NULL);

  widget = adw_message_dialog_new (parent, alert->heading, alert->body);
  dialog = ADW_MESSAGE_DIALOG (widget);
  task = g_task_new (dialog, cancellable, callback, user_data);
  g_task_set_source_tag (task, lk_alert_async);

  adw_message_dialog_add_response (dialog, RESPONSE_NO, alert->verb != NULL ? _ ("_Cancel") : _ ("_Close"));
  adw_message_dialog_set_close_response (dialog, RESPONSE_NO);
  if (alert->verb != NULL)
    {
      adw_message_dialog_add_response (dialog, RESPONSE_YES, alert->verb);
      adw_message_dialog_set_response_appearance (dialog, RESPONSE_YES, alert->appearance);
    }
  /* What destroys is never the button that Enter presses. */
  adw_message_dialog_set_default_response (
    dialog, alert->verb == NULL || alert->appearance == ADW_RESPONSE_DESTRUCTIVE ? RESPONSE_NO
                                                                                 : RESPONSE_YES);
  if (alert->extra != NULL)
    adw_message_dialog_set_extra_child (dialog, alert->extra);

  g_signal_connect (dialog, "response", G_CALLBACK (response_cb), task);
  if (cancellable != NULL)
    g_signal_connect_object (cancellable, "cancelled", G_CALLBACK (cancelled_cb), dialog, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

gboolean
lk_alert_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (G_IS_TASK (result), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static GtkWidget *
create_details (const GError *error)
{
  GtkWidget *label = gtk_label_new (error->message);
  GtkWidget *expander = gtk_expander_new_with_mnemonic (_ ("_Details"));

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 50);
  gtk_widget_set_margin_top (label, 6);
  gtk_expander_set_child (GTK_EXPANDER (expander), label);
  return expander;
}

void
lk_error_present (GtkWindow *parent, const GError *error)
{
  LkAlert alert = { 0 };

  if (lk_error_text_is_silent (error))
    return;

  alert.heading = lk_error_text_get_heading (error);
  alert.body = lk_error_text_get_hint (error);
  alert.extra = create_details (error);
  lk_alert_async (parent, &alert, NULL, NULL, NULL);
}

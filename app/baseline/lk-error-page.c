/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "baseline/lk-error-page.h"

#include "baseline/lk-error-text.h"

struct _LkErrorPage
{
  AdwBin parent_instance;

  AdwStatusPage *status;
  GtkButton *mend;
  GtkButton *retry;
  GtkButton *recover;
  GtkExpander *expander;
  GtkLabel *details;
};

enum
{
  SIGNAL_MEND,
  SIGNAL_RETRY,
  SIGNAL_RECOVER,
  N_SIGNALS
};

G_DEFINE_FINAL_TYPE (LkErrorPage, lk_error_page, ADW_TYPE_BIN)

static guint signals[N_SIGNALS];

static void
mend_cb (LkErrorPage *self)
{
  g_signal_emit (self, signals[SIGNAL_MEND], 0);
}

static void
retry_cb (LkErrorPage *self)
{
  g_signal_emit (self, signals[SIGNAL_RETRY], 0);
}

static void
recover_cb (LkErrorPage *self)
{
  g_signal_emit (self, signals[SIGNAL_RECOVER], 0);
}

static void
lk_error_page_dispose (GObject *object)
{
  /* The only child is bound as well: the template would leave AdwBin with a pointer to it. */
  adw_bin_set_child (ADW_BIN (object), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (object), LK_TYPE_ERROR_PAGE);
  G_OBJECT_CLASS (lk_error_page_parent_class)->dispose (object);
}

static void
lk_error_page_class_init (LkErrorPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lk_error_page_dispose;

  signals[SIGNAL_MEND] = g_signal_new ("mend", LK_TYPE_ERROR_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                       NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_RETRY] = g_signal_new ("retry", LK_TYPE_ERROR_PAGE, G_SIGNAL_RUN_LAST, 0, NULL,
                                        NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_RECOVER] = g_signal_new ("recover", LK_TYPE_ERROR_PAGE, G_SIGNAL_RUN_LAST, 0, NULL,
                                          NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/latchkey/Latchkey/baseline/lk-error-page.ui");
  gtk_widget_class_bind_template_child (widget_class, LkErrorPage, status);
  gtk_widget_class_bind_template_child (widget_class, LkErrorPage, mend);
  gtk_widget_class_bind_template_child (widget_class, LkErrorPage, retry);
  gtk_widget_class_bind_template_child (widget_class, LkErrorPage, recover);
  gtk_widget_class_bind_template_child (widget_class, LkErrorPage, expander);
  gtk_widget_class_bind_template_child (widget_class, LkErrorPage, details);
  gtk_widget_class_bind_template_callback (widget_class, mend_cb);
  gtk_widget_class_bind_template_callback (widget_class, retry_cb);
  gtk_widget_class_bind_template_callback (widget_class, recover_cb);
}

static void
lk_error_page_init (LkErrorPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

LkErrorPage *
lk_error_page_new (void)
{
  return g_object_new (LK_TYPE_ERROR_PAGE, NULL);
}

void
lk_error_page_set_error (LkErrorPage *self, const GError *error, const char *icon_name)
{
  g_autofree char *escaped = NULL;

  g_return_if_fail (LK_IS_ERROR_PAGE (self) && error != NULL);

  escaped = g_markup_escape_text (lk_error_text_get_hint (error), -1);
  adw_status_page_set_icon_name (self->status, icon_name);
  adw_status_page_set_title (self->status, lk_error_text_get_heading (error));
  adw_status_page_set_description (self->status, escaped);
  gtk_label_set_text (self->details, error->message);
  gtk_expander_set_expanded (self->expander, FALSE);
}

void
lk_error_page_set_words (LkErrorPage *self, const char *heading, const char *hint)
{
  g_autofree char *escaped = g_markup_escape_text (hint, -1);

  g_return_if_fail (LK_IS_ERROR_PAGE (self));

  adw_status_page_set_title (self->status, heading);
  adw_status_page_set_description (self->status, escaped);
}

static void
set_button (GtkButton *button, const char *label)
{
  gtk_widget_set_visible (GTK_WIDGET (button), label != NULL);
  if (label != NULL)
    gtk_button_set_label (button, label);
}

void
lk_error_page_set_buttons (LkErrorPage *self, const char *mend, const char *retry)
{
  g_return_if_fail (LK_IS_ERROR_PAGE (self));

  set_button (self->mend, mend);
  set_button (self->retry, retry);
}

void
lk_error_page_set_recover (LkErrorPage *self, const char *recover)
{
  g_return_if_fail (LK_IS_ERROR_PAGE (self));

  set_button (self->recover, recover);
}

/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "certificate/lk-password-page.h"

#include <glib/gi18n.h>

struct _LkPasswordPage
{
  AdwBin parent_instance;

  AdwStatusPage *status;
  GtkEditable *entry;
  GtkWidget *wrong;
  GtkWidget *button;
};

enum
{
  SIGNAL_ENTERED,
  N_SIGNALS
};

G_DEFINE_FINAL_TYPE (LkPasswordPage, lk_password_page, ADW_TYPE_BIN)

static guint signals[N_SIGNALS];

static void
enter_cb (LkPasswordPage *self)
{
  g_autoptr (LkSecret) password = NULL;

  if (*gtk_editable_get_text (self->entry) == '\0')
    return;
  password = lk_secret_new (gtk_editable_get_text (self->entry), -1);
  gtk_editable_set_text (self->entry, "");
  g_signal_emit (self, signals[SIGNAL_ENTERED], 0, password);
}

static void
changed_cb (LkPasswordPage *self)
{
  gboolean empty = *gtk_editable_get_text (self->entry) == '\0';

  gtk_widget_set_sensitive (self->button, !empty);
  if (!empty)
    gtk_widget_set_visible (self->wrong, FALSE);
}

static void
lk_password_page_dispose (GObject *object)
{
  adw_bin_set_child (ADW_BIN (object), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (object), LK_TYPE_PASSWORD_PAGE);
  G_OBJECT_CLASS (lk_password_page_parent_class)->dispose (object);
}

static void
lk_password_page_class_init (LkPasswordPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lk_password_page_dispose;

  signals[SIGNAL_ENTERED] = g_signal_new ("entered", LK_TYPE_PASSWORD_PAGE, G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 1, LK_TYPE_SECRET);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/latchkey/Latchkey/certificate/lk-password-page.ui");
  gtk_widget_class_bind_template_child (widget_class, LkPasswordPage, status);
  gtk_widget_class_bind_template_child (widget_class, LkPasswordPage, entry);
  gtk_widget_class_bind_template_child (widget_class, LkPasswordPage, wrong);
  gtk_widget_class_bind_template_child (widget_class, LkPasswordPage, button);
  gtk_widget_class_bind_template_callback (widget_class, enter_cb);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
}

static void
lk_password_page_init (LkPasswordPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
lk_password_page_ask (LkPasswordPage *self, const char *name)
{
  g_autofree char *text = NULL;
  g_autofree char *escaped = NULL;

  g_return_if_fail (LK_IS_PASSWORD_PAGE (self));

  /* Translators: %s is the name of a file */
  text = g_strdup_printf (_ ("Enter the password of “%s” to see what is inside. It is not kept."), name);
  escaped = g_markup_escape_text (text, -1);
  adw_status_page_set_description (self->status, escaped);
  gtk_editable_set_text (self->entry, "");
  gtk_widget_set_visible (self->wrong, FALSE);
}

void
lk_password_page_focus (LkPasswordPage *self)
{
  g_return_if_fail (LK_IS_PASSWORD_PAGE (self));

  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
}

void
lk_password_page_refuse (LkPasswordPage *self)
{
  g_return_if_fail (LK_IS_PASSWORD_PAGE (self));

  gtk_widget_set_visible (self->wrong, TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
}

gboolean
lk_password_page_is_refused (LkPasswordPage *self)
{
  g_return_val_if_fail (LK_IS_PASSWORD_PAGE (self), FALSE);
  return gtk_widget_get_visible (self->wrong);
}

void
lk_password_page_enter (LkPasswordPage *self, const char *password)
{
  g_return_if_fail (LK_IS_PASSWORD_PAGE (self));

  gtk_editable_set_text (self->entry, password);
  enter_cb (self);
}

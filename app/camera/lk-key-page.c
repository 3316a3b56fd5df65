/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "camera/lk-key-page.h"

#include "base/lk-hex.h"
#include "camera/lk-field-row.h"

#include <glib/gi18n.h>

struct _LkKeyPage
{
  AdwBin parent_instance;

  AdwStatusPage *status;
  LkFieldRow *certificate;
  LkFieldRow *key;
  LkFieldRow *old_key;
  LkFieldRow *subject;
  GtkButton *trust;
};

G_DEFINE_FINAL_TYPE (LkKeyPage, lk_key_page, ADW_TYPE_BIN)

static guint trusted_signal;

typedef struct
{
  const char *icon_name;
  const char *title;
  const char *description;
  const char *trust;
  const char *style; /* of the button */
} Words;

static const Words first_key = {
  "dialog-question-symbolic",
  N_ ("Is This Your Camera?"),
  N_ ("Latchkey sees this camera for the first time. Compare the fingerprint with the camera’s, "
      "for example in a browser on a network that you trust. From then on it is held to this key."),
  N_ ("It Is the Same: _Trust This Key"),
  "suggested-action",
};

static const Words changed_key = {
  "dialog-warning-symbolic",
  N_ ("The Camera’s Key Has Changed"),
  N_ ("Either it was given a new server certificate, or somebody else is answering in its place. "
      "Compare the fingerprint with the camera’s before you trust the new key."),
  N_ ("_Trust the New Key"),
  "destructive-action",
};

static void
trust_cb (LkKeyPage *self)
{
  g_signal_emit (self, trusted_signal, 0);
}

static void
lk_key_page_dispose (GObject *object)
{
  /* The only child is bound as well: the template would leave AdwBin with a pointer to it. */
  adw_bin_set_child (ADW_BIN (object), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (object), LK_TYPE_KEY_PAGE);
  G_OBJECT_CLASS (lk_key_page_parent_class)->dispose (object);
}

static void
lk_key_page_class_init (LkKeyPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lk_key_page_dispose;
  trusted_signal = g_signal_new ("trusted", LK_TYPE_KEY_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 0);

  g_type_ensure (LK_TYPE_FIELD_ROW);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/latchkey/Latchkey/camera/lk-key-page.ui");
  gtk_widget_class_bind_template_child (widget_class, LkKeyPage, status);
  gtk_widget_class_bind_template_child (widget_class, LkKeyPage, certificate);
  gtk_widget_class_bind_template_child (widget_class, LkKeyPage, key);
  gtk_widget_class_bind_template_child (widget_class, LkKeyPage, old_key);
  gtk_widget_class_bind_template_child (widget_class, LkKeyPage, subject);
  gtk_widget_class_bind_template_child (widget_class, LkKeyPage, trust);
  gtk_widget_class_bind_template_callback (widget_class, trust_cb);
}

static void
lk_key_page_init (LkKeyPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static char *
format_pin (const char *pin)
{
  const char *hex = pin != NULL && g_str_has_prefix (pin, "sha256:") ? pin + strlen ("sha256:") : pin;
  g_autoptr (GBytes) bytes = hex != NULL ? lk_hex_decode (hex) : NULL;

  return bytes != NULL
           ? lk_hex_encode_spaced (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes))
           : g_strdup (pin);
}

void
lk_key_page_set_key (LkKeyPage *self, LkCertificate *peer, const char *pin)
{
  const Words *words = pin != NULL ? &changed_key : &first_key;
  const Words *others = pin != NULL ? &first_key : &changed_key;
  g_autofree char *certificate = NULL;
  g_autofree char *key = NULL;
  g_autofree char *old_key = format_pin (pin);

  g_return_if_fail (LK_IS_KEY_PAGE (self) && LK_IS_CERTIFICATE (peer));

  certificate = format_pin (lk_certificate_get_sha256 (peer));
  key = format_pin (lk_certificate_get_spki_sha256 (peer));
  adw_status_page_set_icon_name (self->status, words->icon_name);
  adw_status_page_set_title (self->status, _ (words->title));
  adw_status_page_set_description (self->status, _ (words->description));
  lk_field_row_set_value (self->certificate, certificate);
  lk_field_row_set_value (self->key, key);
  lk_field_row_set_value (self->old_key, old_key);
  lk_field_row_set_value (self->subject, lk_certificate_get_subject (peer));
  gtk_widget_set_visible (GTK_WIDGET (self->old_key), pin != NULL);
  gtk_button_set_label (self->trust, _ (words->trust));
  gtk_widget_remove_css_class (GTK_WIDGET (self->trust), others->style);
  gtk_widget_add_css_class (GTK_WIDGET (self->trust), words->style);
}

/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "camera/lk-certificate-summary.h"

#include "base/lk-hex.h"
#include "camera/lk-field-row.h"

struct _LkCertificateSummary
{
  AdwBin parent_instance;

  LkFieldRow *subject;
  LkFieldRow *issuer;
  LkFieldRow *period;
  LkFieldRow *extended_key_usage;
  LkFieldRow *fingerprint;
};

G_DEFINE_FINAL_TYPE (LkCertificateSummary, lk_certificate_summary, ADW_TYPE_BIN)

static void
lk_certificate_summary_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), LK_TYPE_CERTIFICATE_SUMMARY);
  G_OBJECT_CLASS (lk_certificate_summary_parent_class)->dispose (object);
}

static void
lk_certificate_summary_class_init (LkCertificateSummaryClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lk_certificate_summary_dispose;

  g_type_ensure (LK_TYPE_FIELD_ROW);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/latchkey/Latchkey/camera/lk-certificate-summary.ui");
  gtk_widget_class_bind_template_child (widget_class, LkCertificateSummary, subject);
  gtk_widget_class_bind_template_child (widget_class, LkCertificateSummary, issuer);
  gtk_widget_class_bind_template_child (widget_class, LkCertificateSummary, period);
  gtk_widget_class_bind_template_child (widget_class, LkCertificateSummary, extended_key_usage);
  gtk_widget_class_bind_template_child (widget_class, LkCertificateSummary, fingerprint);
}

static void
lk_certificate_summary_init (LkCertificateSummary *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

LkCertificateSummary *
lk_certificate_summary_new (void)
{
  return g_object_new (LK_TYPE_CERTIFICATE_SUMMARY, NULL);
}

void
lk_certificate_summary_set_tab_certificate (LkCertificateSummary *self,
                                            LkTabCertificate *certificate)
{
  g_return_if_fail (LK_IS_CERTIFICATE_SUMMARY (self) && LK_IS_TAB_CERTIFICATE (certificate));

  lk_field_row_set_value (self->subject, lk_tab_certificate_get_subject (certificate));
  lk_field_row_set_value (self->issuer, lk_tab_certificate_get_issuer (certificate));
  lk_field_row_set_value (self->period, lk_tab_certificate_get_period (certificate));
  lk_field_row_set_value (self->extended_key_usage,
                          lk_tab_certificate_get_extended_key_usage (certificate));
  gtk_widget_set_visible (GTK_WIDGET (self->fingerprint), FALSE);
}

void
lk_certificate_summary_set_certificate (LkCertificateSummary *self, LkCertificate *certificate)
{
  g_autoptr (LkTabCertificate) shown = NULL;
  g_autoptr (GBytes) digest = NULL;
  g_autofree char *fingerprint = NULL;

  g_return_if_fail (LK_IS_CERTIFICATE_SUMMARY (self) && LK_IS_CERTIFICATE (certificate));

  shown = lk_tab_certificate_new_whole (certificate);
  lk_certificate_summary_set_tab_certificate (self, shown);

  digest = lk_hex_decode (lk_certificate_get_sha256 (certificate));
  if (digest != NULL)
    fingerprint = lk_hex_encode_spaced (g_bytes_get_data (digest, NULL), g_bytes_get_size (digest));
  lk_field_row_set_value (self->fingerprint, fingerprint);
  gtk_widget_set_visible (GTK_WIDGET (self->fingerprint), fingerprint != NULL);
}

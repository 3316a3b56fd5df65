/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "baseline/lk-banner.h"

struct _LkBanner
{
  AdwBin parent_instance;

  GtkRevealer *revealer;
  GtkImage *image;
  GtkLabel *label;
  GtkLabel *detail;
  GtkButton *button;
};

enum
{
  PROP_0,
  PROP_TITLE,
  PROP_ICON_NAME,
  PROP_BUTTON_LABEL,
  PROP_REVEALED,
  N_PROPS
};

G_DEFINE_FINAL_TYPE (LkBanner, lk_banner, ADW_TYPE_BIN)

static GParamSpec *properties[N_PROPS];
static guint button_clicked_signal;

static void
button_clicked_cb (LkBanner *self)
{
  g_signal_emit (self, button_clicked_signal, 0);
}

static void
lk_banner_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  LkBanner *self = LK_BANNER (object);

  switch (id)
    {
    case PROP_TITLE:
      lk_banner_set_title (self, g_value_get_string (value));
      break;
    case PROP_ICON_NAME:
      lk_banner_set_icon_name (self, g_value_get_string (value));
      break;
    case PROP_BUTTON_LABEL:
      lk_banner_set_button_label (self, g_value_get_string (value));
      break;
    case PROP_REVEALED:
      lk_banner_set_revealed (self, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
lk_banner_dispose (GObject *object)
{
  /* The only child is bound as well: the template would leave AdwBin with a pointer to it. */
  adw_bin_set_child (ADW_BIN (object), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (object), LK_TYPE_BANNER);
  G_OBJECT_CLASS (lk_banner_parent_class)->dispose (object);
}

static void
lk_banner_class_init (LkBannerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = lk_banner_dispose;
  object_class->set_property = lk_banner_set_property;

  properties[PROP_TITLE] =
    g_param_spec_string ("title", NULL, NULL, NULL, G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_ICON_NAME] =
    g_param_spec_string ("icon-name", NULL, NULL, NULL, G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_BUTTON_LABEL] = g_param_spec_string ("button-label", NULL, NULL, NULL,
                                                       G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_REVEALED] =
    g_param_spec_boolean ("revealed", NULL, NULL, FALSE, G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  button_clicked_signal = g_signal_new ("button-clicked", LK_TYPE_BANNER, G_SIGNAL_RUN_LAST, 0,
                                        NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/latchkey/Latchkey/baseline/lk-banner.ui");
  gtk_widget_class_bind_template_child (widget_class, LkBanner, revealer);
  gtk_widget_class_bind_template_child (widget_class, LkBanner, image);
  gtk_widget_class_bind_template_child (widget_class, LkBanner, label);
  gtk_widget_class_bind_template_child (widget_class, LkBanner, detail);
  gtk_widget_class_bind_template_child (widget_class, LkBanner, button);
  gtk_widget_class_bind_template_callback (widget_class, button_clicked_cb);
}

static void
lk_banner_init (LkBanner *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

LkBanner *
lk_banner_new (void)
{
  return g_object_new (LK_TYPE_BANNER, NULL);
}

void
lk_banner_set_title (LkBanner *self, const char *title)
{
  g_return_if_fail (LK_IS_BANNER (self));

  gtk_label_set_text (self->label, title != NULL ? title : "");
}

void
lk_banner_set_detail (LkBanner *self, const char *detail)
{
  g_return_if_fail (LK_IS_BANNER (self));

  gtk_label_set_text (self->detail, detail != NULL ? detail : "");
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->detail), detail);
  gtk_widget_set_visible (GTK_WIDGET (self->detail), detail != NULL);
}

void
lk_banner_set_icon_name (LkBanner *self, const char *icon_name)
{
  g_return_if_fail (LK_IS_BANNER (self));

  gtk_image_set_from_icon_name (self->image, icon_name);
  gtk_widget_set_visible (GTK_WIDGET (self->image), icon_name != NULL);
}

void
lk_banner_set_button_label (LkBanner *self, const char *label)
{
  g_return_if_fail (LK_IS_BANNER (self));

  gtk_button_set_label (self->button, label != NULL ? label : "");
  gtk_widget_set_visible (GTK_WIDGET (self->button), label != NULL && *label != '\0');
}

void
lk_banner_set_revealed (LkBanner *self, gboolean revealed)
{
  g_return_if_fail (LK_IS_BANNER (self));

  gtk_revealer_set_reveal_child (self->revealer, revealed);
}
